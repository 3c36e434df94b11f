// Evaluates expressions of admission policies as the API server does: cel-go with the environment of
// k8s.io/apiserver. Cases are read as JSON lines from stdin, answers written in the same order to stdout.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strconv"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/common/types/traits"
	"k8s.io/apimachinery/pkg/util/version"
	"k8s.io/apiserver/pkg/cel/environment"
)

type variable struct {
	Name       string `json:"name"`
	Expression string `json:"expression"`
}

type testCase struct {
	Expression string         `json:"expression"`
	Variables  []variable     `json:"variables"`
	Values     map[string]any `json:"values"`
}

type answer struct {
	Status  string `json:"status"`
	Value   string `json:"value,omitempty"`
	Message string `json:"message,omitempty"`
}

func main() {
	set, err := environment.MustBaseEnvSet(version.MajorMinor(1, 34), false).Extend(environment.VersionedOptions{
		IntroducedVersion: version.MajorMinor(1, 0),
		EnvOptions: []cel.EnvOption{
			cel.Variable("object", cel.DynType), cel.Variable("oldObject", cel.DynType),
			cel.Variable("params", cel.DynType), cel.Variable("request", cel.DynType),
			cel.Variable("namespaceObject", cel.DynType),
			cel.Variable("variables", cel.MapType(cel.StringType, cel.DynType)),
		},
	})
	if err != nil {
		panic(err)
	}
	env := set.NewExpressionsEnv()
	programs := map[string]cel.Program{}
	compile := func(text string) (cel.Program, error) {
		if program, ok := programs[text]; ok {
			return program, nil
		}
		ast, issues := env.Compile(text)
		if issues != nil && issues.Err() != nil {
			return nil, issues.Err()
		}
		program, err := env.Program(ast, cel.EvalOptions(cel.OptOptimize), cel.CostLimit(10000000))
		if err == nil {
			programs[text] = program
		}
		return program, err
	}
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := json.NewEncoder(os.Stdout)
	decoder := json.NewDecoder(in)
	decoder.UseNumber()
	for decoder.More() {
		var one testCase
		if err := decoder.Decode(&one); err != nil {
			panic(err)
		}
		out.Encode(evaluate(one, compile))
	}
}

func evaluate(one testCase, compile func(string) (cel.Program, error)) answer {
	variables := map[string]any{}
	values := map[string]any{"variables": variables}
	for name, value := range one.Values {
		values[name] = decoded(value)
	}
	// A variable that fails is not there: whoever reads it fails, too.
	for _, each := range one.Variables {
		program, err := compile(each.Expression)
		if err != nil {
			continue
		}
		if value, _, err := program.Eval(values); err == nil {
			variables[each.Name] = value
		}
	}
	program, err := compile(one.Expression)
	if err != nil {
		return answer{Status: "invalid", Message: err.Error()}
	}
	value, _, err := program.Eval(values)
	if err != nil {
		return answer{Status: "error", Message: err.Error()}
	}
	return answer{Status: "value", Value: text(value)}
}

// decoded has whole numbers as the API server decodes them.
func decoded(value any) any {
	switch typed := value.(type) {
	case json.Number:
		if whole, err := typed.Int64(); err == nil {
			return whole
		}
		number, _ := typed.Float64()
		return number
	case []any:
		for i, item := range typed {
			typed[i] = decoded(item)
		}
	case map[string]any:
		for key, item := range typed {
			typed[key] = decoded(item)
		}
	}
	return value
}

// text writes a value with its type, maps in the order of their keys.
func text(value ref.Val) string {
	switch typed := value.(type) {
	case types.Bool:
		return strconv.FormatBool(bool(typed))
	case types.Int:
		return strconv.FormatInt(int64(typed), 10)
	case types.Uint:
		return strconv.FormatUint(uint64(typed), 10) + "u"
	case types.Double:
		return strconv.FormatFloat(float64(typed), 'g', -1, 64)
	case types.String:
		quoted, _ := json.Marshal(string(typed))
		return string(quoted)
	case types.Duration:
		return "duration(" + strconv.FormatFloat(typed.Duration.Seconds(), 'f', -1, 64) + "s)"
	case types.Bytes:
		return fmt.Sprintf("bytes(%x)", []byte(typed))
	case *types.Type:
		return typed.TypeName()
	case types.Null:
		return "null"
	case traits.Mapper:
		var entries []string
		for it := typed.Iterator(); it.HasNext() == types.True; {
			key := it.Next()
			entries = append(entries, text(key)+":"+text(typed.Get(key)))
		}
		sort.Strings(entries)
		return fmt.Sprintf("%v", entries)
	case traits.Lister:
		items := []string{}
		for it := typed.Iterator(); it.HasNext() == types.True; {
			items = append(items, text(it.Next()))
		}
		return fmt.Sprintf("%v", items)
	default:
		return fmt.Sprintf("%s(%v)", value.Type().TypeName(), value.Value())
	}
}
