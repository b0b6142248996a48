package main

import (
	"context"

	"foja/desk/norms"
)

// archiveBox is the mailbox of the one unit of the demo that gets its questions by mail.
var archiveBox = demoMailbox{"archivo@spn.example", "archivo-demo"}

const archiveUnit = "archivo"

// stockTexts are the texts that the demo's officers reuse.
var stockTexts = []norms.StockText{
	{Name: "Se entrega completo", Text: "Sr(a). {solicitante}:\n\nEn atención a su solicitud {expediente}, recibida el {recibida}, se le entrega la información que pidió, que va adjunta."},
	{Name: "Datos personales tachados", Text: "En los documentos que se entregan se han tachado los datos personales de terceros (número de documento, domicilio, teléfono y firma), que son información confidencial. Lo demás se entrega completo."},
	{Name: "Ya está publicado", Text: "La información que pidió está publicada, para que cualquiera la consulte, en el portal de transparencia de la entidad: indique aquí el enlace y cómo llegar al documento."},
}

// addTools adds what an agency has after its first weeks: a unit with an address, and stock texts. It is idempotent.
func (d *demo) addTools(ctx context.Context) error {
	if err := d.post.AddUser(archiveBox.address, archiveBox.password); err != nil {
		return err
	}
	admin, err := d.signedIn(ctx, "admin")
	if err != nil {
		return err
	}
	officer, err := d.signedIn(ctx, "oficial")
	if err != nil {
		return err
	}
	units, err := d.desk.Norms.Units(ctx, admin)
	if err != nil {
		return err
	}
	for _, u := range units {
		if u.ID == archiveUnit && u.Email == "" {
			u.Email = archiveBox.address
			if err := d.desk.Norms.SaveUnit(ctx, admin, u); err != nil {
				return err
			}
		}
	}
	have, err := d.desk.Norms.StockTexts(ctx, admin)
	if err != nil || len(have) > 0 {
		return err
	}
	for _, t := range stockTexts {
		if err := d.desk.Norms.SaveStockText(ctx, officer, t); err != nil {
			return err
		}
	}
	return nil
}
