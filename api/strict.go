package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"foja/docket"
)

// strictly reads JSON into a struct. A field that the struct does not have is refused by its
// path: a misspelt name would otherwise be a value lost in silence. Names count as written,
// capitals too.
func strictly(raw []byte, in any) error {
	if !json.Valid(raw) {
		return docket.Refuse(codeMalformed, "El cuerpo no es JSON válido%s.", place(raw))
	}
	if path := unknown(raw, reflect.TypeOf(in).Elem(), ""); path != "" {
		return &docket.Error{Code: codeMalformed, Field: path, Reason: docket.Say("No existe el campo «" + path + "». Revise cómo está escrito; los que existen están en openapi.yaml.")}
	}
	err := json.Unmarshal(raw, in)
	if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
		path := wrong.Field
		for f := range reflect.TypeOf(in).Elem().Fields() {
			if f.Anonymous {
				path = strings.TrimPrefix(path, f.Name+".") // our name for a part of the struct, not the caller's
			}
		}
		if path == "" {
			return docket.Refuse(codeMalformed, "El cuerpo debe ser un objeto JSON.")
		}
		return &docket.Error{Code: codeMalformed, Field: path, Reason: docket.Say(fmt.Sprintf("El campo «%s» debe ser %s.", path, kindOf(wrong.Type)))}
	}
	if err != nil {
		return docket.Refuse(codeMalformed, "El cuerpo no se puede leer.")
	}
	return nil
}

// place says where JSON stops being JSON.
func place(raw []byte) string {
	var broken *json.SyntaxError
	if err := json.Unmarshal(raw, new(any)); errors.As(err, &broken) {
		return " (byte " + strconv.FormatInt(broken.Offset, 10) + ")"
	}
	return ""
}

func kindOf(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "texto"
	case reflect.Bool:
		return "true o false"
	case reflect.Int:
		return "un número entero"
	case reflect.Slice:
		return "una lista"
	default:
		return "un objeto"
	}
}

// unknown is the path of the first field that the type does not have, or "". What has the
// wrong shape is left for the decoder to refuse.
func unknown(raw json.RawMessage, t reflect.Type, path string) string {
	switch t.Kind() {
	case reflect.Pointer:
		return unknown(raw, t.Elem(), path)
	case reflect.Slice:
		if t.Elem().Kind() != reflect.Struct {
			return ""
		}
		var elements []json.RawMessage
		if json.Unmarshal(raw, &elements) != nil {
			return ""
		}
		for i, one := range elements {
			if found := unknown(one, t.Elem(), path+strconv.Itoa(i)+"."); found != "" {
				return found
			}
		}
	case reflect.Struct:
		var members map[string]json.RawMessage
		if json.Unmarshal(raw, &members) != nil {
			return ""
		}
		have := fields(t)
		var names []string
		for name := range members {
			names = append(names, name)
		}
		slices.Sort(names) // the same answer every time
		for _, name := range names {
			field, ok := have[name]
			if !ok {
				return path + name
			}
			if found := unknown(members[name], field, path+name+"."); found != "" {
				return found
			}
		}
	default: // text, numbers, and maps, whose names are free
	}
	return ""
}

// fields are the JSON names of a struct, those of embedded structs among them.
func fields(t reflect.Type) map[string]reflect.Type {
	all := map[string]reflect.Type{}
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && name == "" {
			for inner, kind := range fields(f.Type) {
				all[inner] = kind
			}
			continue
		}
		all[name] = f.Type
	}
	return all
}
