package api

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"foja/docket"
)

// strictJSON reads JSON into a struct. A field that the struct does not have is refused by its
// path: a misspelt name would otherwise be a value lost in silence. Names count as written,
// capitals too.
func strictJSON(raw []byte, in any) error {
	if !json.Valid(raw) {
		return notJSON(raw)
	}
	if path := unknown(raw, reflect.TypeOf(in).Elem(), ""); path != "" {
		return &docket.Error{Code: codeMalformed, Field: path, Reason: docket.Say("api.field_unknown", "field", path)}
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
			return docket.Refuse(codeMalformed, "api.body_no_object")
		}
		return &docket.Error{Code: codeMalformed, Field: path, Reason: docket.Say("api.field_type", "field", path, "kind", kindOf(wrong.Type))}
	}
	if err != nil {
		return docket.Refuse(codeMalformed, "api.body_unreadable")
	}
	return nil
}

// notJSON says where JSON stops being JSON.
func notJSON(raw []byte) error {
	var broken *json.SyntaxError
	if err := json.Unmarshal(raw, new(any)); errors.As(err, &broken) {
		return docket.Refuse(codeMalformed, "api.no_json_at", "byte", strconv.FormatInt(broken.Offset, 10))
	}
	return docket.Refuse(codeMalformed, "api.no_json")
}

func kindOf(t reflect.Type) docket.Sentence {
	switch t.Kind() {
	case reflect.String:
		return docket.Say("api_kind.text")
	case reflect.Bool:
		return docket.Say("api_kind.boolean")
	case reflect.Int:
		return docket.Say("api_kind.integer")
	case reflect.Slice:
		return docket.Say("api_kind.list")
	default:
		return docket.Say("api_kind.object")
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
