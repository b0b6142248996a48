package main

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"foja/papers/proof"
	"foja/store"
)

// errNotValid sets the exit code when a receipt is not valid.
var errNotValid = errors.New("la constancia NO es válida")

// verifyCmd checks a clock receipt. It reads the file and nothing else.
type verifyCmd struct {
	File string `arg:"" help:"The receipt; - reads standard input."`
	Key  string `help:"Public key that you trust: 64 hexadecimal digits, or a file that holds them." placeholder:"FILE|HEX"`
	JSON bool   `name:"json" help:"Print one JSON object."`
}

// maxReceipt is far above the size of the largest receipt.
const maxReceipt = 16 << 20

// Run does the command.
func (cmd verifyCmd) Run() error { return cmd.run(os.Stdin, os.Stdout) }

func (cmd verifyCmd) run(in io.Reader, out io.Writer) error {
	trusted, err := trustedKey(cmd.Key)
	if err != nil {
		return errUsage{err}
	}
	if cmd.File != "-" {
		f, err := os.Open(cmd.File)
		if err != nil {
			return errUsage{err}
		}
		defer f.Close() //nolint:errcheck // it was only read
		in = f
	}
	file, err := io.ReadAll(io.LimitReader(in, maxReceipt))
	if err != nil {
		return errUsage{err}
	}
	verdict := proof.Verify(file, trusted)
	if cmd.JSON {
		err = json.NewEncoder(out).Encode(verdict)
	} else {
		err = printVerdict(out, verdict)
	}
	if err == nil && !verdict.Valid {
		err = errNotValid
	}
	return err
}

// trustedKey reads hexadecimal digits, or the file that holds them.
func trustedKey(given string) (ed25519.PublicKey, error) {
	if given == "" {
		return nil, nil
	}
	text := given
	if raw, err := os.ReadFile(given); err == nil { //nolint:gosec // the operator names the file
		text = string(raw)
	}
	key, err := hex.DecodeString(strings.TrimSpace(text))
	if err != nil || len(key) != ed25519.PublicKeySize {
		return nil, fmt.Errorf("--key: %q no es una clave de 64 dígitos hexadecimales ni un archivo que la contenga", given)
	}
	return key, nil
}

func printVerdict(out io.Writer, v proof.Verdict) error {
	var b strings.Builder
	if !v.Valid {
		b.WriteString("NO VÁLIDA\n")
		for _, f := range v.Faults {
			fmt.Fprintf(&b, "  %s: %s\n", f.Part, f.Why)
		}
		_, err := io.WriteString(out, b.String())
		return err
	}
	fmt.Fprintf(&b, "VÁLIDA: expediente %s\n", v.Number)
	if v.DueOn.IsZero() {
		b.WriteString("El cómputo está suspendido: no hay fecha de vencimiento.\n")
	} else {
		fmt.Fprintf(&b, "Vence %s; las alertas siguen %s. Contado otra vez: las mismas fechas.\n", inWords(v.DueOn), inWords(v.AlarmOn))
	}
	fmt.Fprintf(&b, "Procedimiento %s %s · calendario %s\n", v.Procedure, v.ProcedureVersion, v.CalendarVersion)
	if v.Trusted {
		fmt.Fprintf(&b, "Firmada con la clave en la que usted confía: %s\n", v.PublicKey)
	} else {
		fmt.Fprintf(&b, "Clave declarada por la propia constancia: %s\n"+
			"Eso no prueba quién la firmó. Pida la clave a la entidad y use --key.\n", v.PublicKey)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// keyCmd prints the public key, for publishing it and for foja verify --key.
type keyCmd struct{}

// Run does the command.
func (keyCmd) Run(ctx context.Context) error {
	cfg, err := loadConfig()
	if err != nil {
		return err
	}
	show := func(seed []byte) error {
		private := ed25519.NewKeyFromSeed(seed)
		_, err := fmt.Println(hex.EncodeToString(private[ed25519.SeedSize:]))
		return err
	}
	if cfg.SigningKey != nil {
		return show(cfg.SigningKey)
	}
	return withRegister(ctx, cfg, func(s *store.Store) error {
		if err := giveKey(ctx, cfg, s); err != nil {
			return err
		}
		seed, err := s.SigningSeed(ctx)
		if err != nil {
			return err
		}
		return show(seed)
	})
}
