package letters

import (
	"reflect"
	"text/template"
	"text/template/parse"
	"time"

	"foja/calendar"
	"foja/docket"
)

// Check says whether a template can write a letter of the kind: what an administrator hears before it is saved. Every
// branch is run once, over data in which nothing is missing, and the template as it is over data in which everything is
// and in which nothing is.
func Check(kind docket.LetterKind, override string) error {
	for _, run := range []struct {
		data   Data
		change func(*template.Template)
	}{{sampleData(3), everyBranch}, {sampleData(1), nil}, {Data{At: time.Unix(0, 0)}, nil}} {
		if _, _, err := fillChanged(run.data.template(kind), override, run.data, run.data.zone(), run.change); err != nil {
			return err
		}
	}
	return nil
}

// sampleData is data of a letter in which every field says something and every list has so many entries.
func sampleData(entries int) Data {
	var d Data
	fillFields(reflect.ValueOf(&d).Elem(), entries)
	d.Zone, d.Template = time.UTC, ""
	return d
}

// fillFields fills in what a value consists of.
func fillFields(v reflect.Value, entries int) {
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(time.Date(2026, time.March, 2, 15, 0, 0, 0, time.UTC)))
		return
	case calendar.Date:
		v.Set(reflect.ValueOf(calendar.DateOf(time.Date(2026, time.March, 2, 15, 0, 0, 0, time.UTC))))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), entries, entries))
		for i := range entries {
			fillFields(v.Index(i), entries)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fillFields(v.Field(i), entries)
			}
		}
	}
}

// everyBranch changes a template so that running it runs all its branches: both sides of each condition, one after the
// other.
func everyBranch(t *template.Template) {
	for _, one := range t.Templates() {
		if one.Tree != nil && one.Root != nil {
			one.Root = flat(one.Root)
		}
	}
}

// flat is a list of nodes with the branches of its conditions set one behind the other.
func flat(list *parse.ListNode) *parse.ListNode {
	if list == nil {
		return nil
	}
	out := &parse.ListNode{NodeType: parse.NodeList, Pos: list.Pos}
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.IfNode:
			out.Nodes = append(out.Nodes, evaluated(n))
			out.Nodes = append(out.Nodes, flat(n.List).Nodes...)
			out.Nodes = append(out.Nodes, otherwise(n.BranchNode)...)
		case *parse.WithNode:
			n.List = flat(n.List)
			out.Nodes = append(append(out.Nodes, n), otherwise(n.BranchNode)...)
		case *parse.RangeNode:
			n.List = flat(n.List)
			out.Nodes = append(append(out.Nodes, n), otherwise(n.BranchNode)...)
		case *parse.BreakNode, *parse.ContinueNode: // they would hide what follows
		default:
			out.Nodes = append(out.Nodes, node)
		}
	}
	return out
}

// evaluated is the condition alone. A variable that it declares is declared for the branches behind it.
func evaluated(n *parse.IfNode) parse.Node {
	if len(n.Pipe.Decl) > 0 {
		return &parse.ActionNode{NodeType: parse.NodeAction, Pos: n.Pos, Line: n.Line, Pipe: n.Pipe}
	}
	alone := parse.BranchNode{
		NodeType: parse.NodeIf, Pos: n.Pos, Line: n.Line, Pipe: n.Pipe, List: &parse.ListNode{NodeType: parse.NodeList},
	}
	return &parse.IfNode{BranchNode: alone}
}

func otherwise(n parse.BranchNode) []parse.Node {
	if n.ElseList == nil {
		return nil
	}
	return flat(n.ElseList).Nodes
}
