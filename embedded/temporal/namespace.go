//go:build !slim

package temporal

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	enumspb "go.temporal.io/api/enums/v1"
	persistencespb "go.temporal.io/server/api/persistence/v1"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/log"
	"go.temporal.io/server/common/metrics"
	"go.temporal.io/server/common/persistence"
	"go.temporal.io/server/common/persistence/serialization"
	"go.temporal.io/server/common/persistence/sql"
	"go.temporal.io/server/common/persistence/sql/sqlplugin"
	"go.temporal.io/server/common/resolver"
	"go.temporal.io/server/common/searchattribute/sadefs"
	sqliteschema "go.temporal.io/server/schema/sqlite"
	"google.golang.org/protobuf/types/known/durationpb"
)

// prepareNamespace creates the namespace with its search attributes, or brings an existing one
// up to date, before any service runs: attributes added through the API of a running server
// are refused by workflow tasks until the namespace cache turns over.
func prepareNamespace(ctx context.Context, cfg *config.SQL, o Options) (err error) {
	wanted, err := attributeTypes(o.SearchAttributes)
	if err != nil {
		return err
	}
	created, err := sqliteschema.NewNamespaceConfig(clusterName, o.Namespace, false, wanted)
	if err != nil {
		return err
	}
	created.Detail.Config.Retention = durationpb.New(o.Retention)
	if err := sqliteschema.CreateNamespaces(cfg, created); err != nil { // leaves an existing one alone
		return err
	}

	db, err := sql.NewSQLDB(sqlplugin.DbKindUnknown, cfg, resolver.NewNoopResolver(), log.NewNoopLogger(),
		metrics.NoopMetricsHandler)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	rows, err := db.SelectFromNamespace(ctx, sqlplugin.NamespaceFilter{Name: &o.Namespace})
	if err != nil {
		return err
	}
	if len(rows) != 1 {
		return fmt.Errorf("namespace %q: %d rows", o.Namespace, len(rows))
	}
	row, codec := rows[0], serialization.NewSerializer()
	detail, err := codec.NamespaceDetailFromBlob(persistence.NewDataBlob(row.Data, row.DataEncoding))
	if err != nil {
		return err
	}
	changed, err := adapt(detail.Config, wanted, o)
	if err != nil || !changed {
		return err
	}
	blob, err := codec.NamespaceDetailToBlob(detail)
	if err != nil {
		return err
	}
	row.Data, row.DataEncoding = blob.Data, blob.EncodingType.String()
	_, err = db.UpdateNamespace(ctx, &row)
	return err
}

// adapt adds missing search attributes to a namespace and sets its retention. Attributes that
// are no longer wanted stay: open workflows may carry them.
func adapt(cfg *persistencespb.NamespaceConfig, wanted map[string]enumspb.IndexedValueType,
	o Options,
) (changed bool, err error) {
	columns := sadefs.GetDBIndexSearchAttributes(nil).CustomSearchAttributes
	column := map[string]string{} // attribute -> column
	for col, name := range cfg.CustomSearchAttributeAliases {
		column[name] = col
	}
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		if col, ok := column[name]; ok {
			if columns[col] != wanted[name] {
				return false, fmt.Errorf("search attribute %s is of type %s in this file, not %s", name, columns[col], wanted[name])
			}
			continue
		}
		free := slices.IndexFunc(slices.Sorted(maps.Keys(columns)), func(col string) bool {
			return columns[col] == wanted[name] && cfg.CustomSearchAttributeAliases[col] == ""
		})
		if free < 0 {
			return false, fmt.Errorf("search attribute %s: no column of type %s is left", name, wanted[name])
		}
		if cfg.CustomSearchAttributeAliases == nil {
			cfg.CustomSearchAttributeAliases = map[string]string{}
		}
		cfg.CustomSearchAttributeAliases[slices.Sorted(maps.Keys(columns))[free]] = name
		changed = true
	}
	if cfg.Retention.AsDuration() != o.Retention {
		cfg.Retention = durationpb.New(o.Retention)
		changed = true
	}
	return changed, nil
}

func attributeTypes(named map[string]string) (map[string]enumspb.IndexedValueType, error) {
	types := map[string]enumspb.IndexedValueType{}
	for name, word := range named {
		t, err := enumspb.IndexedValueTypeFromString(word)
		if err != nil || t == enumspb.INDEXED_VALUE_TYPE_UNSPECIFIED {
			return nil, fmt.Errorf(
				"search attribute %s: unknown type %q (Keyword, KeywordList, Text, Int, Double, Bool, Datetime)", name, word,
			)
		}
		types[name] = t
	}
	return types, nil
}
