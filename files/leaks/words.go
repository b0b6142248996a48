package leaks

import (
	"fmt"
	"strings"
)

// Words says a finding in Spanish, with what to do about it, to be put behind the file's name. A finding in a file
// inside the file begins with an arrow and its name.
func (l Leak) Words() string {
	if l.In != "" {
		inner := l
		inner.In = ""
		return fmt.Sprintf("→ «%s» %s", strings.ReplaceAll(l.In, " → ", "» → «"), inner.Words())
	}
	switch l.Kind {
	case HiddenSheet:
		return fmt.Sprintf("tiene oculto «%s»: bórrelo, o muéstrelo si debe ir", l.Where)
	case HiddenCells:
		return fmt.Sprintf("tiene filas o columnas ocultas en «%s»: bórrelas, o muéstrelas si deben ir", l.Where)
	case TrackedChange:
		return "guarda cambios sin aceptar: lo borrado todavía se puede leer; acepte todos los cambios"
	case Comment:
		return "tiene comentarios: bórrelos, o compruebe que pueden ir"
	case Notes:
		return "tiene notas del orador: bórrelas, o compruebe que pueden ir"
	case CoveredText:
		return fmt.Sprintf("tiene texto debajo de un recuadro negro (%s): se puede seleccionar y copiar; tache con una herramienta que lo quite, o imprima y escanee",
			l.Where)
	case CoveredImage:
		return fmt.Sprintf("tiene un recuadro puesto sobre una imagen (%s): la imagen entera sigue debajo y se puede sacar; tache en la imagen misma, o imprima y escanee",
			l.Where)
	case HiddenText:
		return fmt.Sprintf("tiene texto que no se ve (%s): es del color del fondo, está tapado, fuera de la hoja o marcado como oculto, y se puede copiar; quítelo, o imprima y escanee",
			l.Where)
	case EarlierVersion:
		return "guarda una versión anterior con palabras que ya no muestra: se puede recuperar; imprima el archivo como PDF nuevo"
	case FormValue:
		return fmt.Sprintf("tiene un campo de formulario que no se ve y está llenado (%s): quítelo, o imprima el archivo como PDF nuevo",
			l.Where)
	case Script:
		return "lleva macros o programas: guárdelo sin ellos, salvo que sean lo que se pide"
	case Embedded:
		return fmt.Sprintf("lleva dentro otro archivo («%s»): quítelo, o compruebe que puede ir", l.Where)
	case CachedData:
		return "guarda copia de los datos de una tabla dinámica o de otro libro, aunque no se vean: péguelos como valores y borre la tabla o el vínculo"
	case Author:
		return fmt.Sprintf("dice en sus propiedades quién lo hizo (%s): quítelo si no debe saberse", l.Where)
	case Place:
		return fmt.Sprintf("dice dónde se tomó la imagen (%s): quite la ubicación si no debe saberse", l.Where)
	case BlindCopy:
		return fmt.Sprintf("es un correo que muestra a quién se envió con copia oculta (%s): entréguelo sin esa línea si no debe saberse",
			l.Where)
	default:
		return unread(l.Where)
	}
}

func unread(why string) string {
	const look = ": ábralo y compruébelo"
	switch why {
	case WhyBroken:
		return "no se pudo revisar por dentro (está protegido o dañado)" + look
	case WhyLocked:
		return "no se pudo revisar por dentro (tiene contraseña)" + look
	case WhyLarge:
		return "no se pudo revisar entero (tiene demasiado contenido)" + look
	case WhyDeep:
		return "no se pudo revisar por dentro (está demasiado adentro de otros archivos)" + look
	case WhyOld:
		return "no se pudo revisar por dentro (es de un formato antiguo de Office o RTF): guárdelo como .docx, .xlsx, .pptx o PDF y adjunte ese, o ábralo y compruébelo"
	case WhyMail:
		return "no se pudo revisar por dentro (es un mensaje guardado por Outlook)" + look
	case WhyArchive:
		return "no se pudo revisar por dentro (es un archivo comprimido de otro tipo): comprímalo como ZIP, o ábralo y compruébelo"
	case WhyWeb:
		return "no se pudo revisar por dentro (es una página web, que puede tener texto que no se ve)" + look
	case WhyKind:
		return "no se pudo revisar por dentro (es de un tipo que foja no conoce)" + look
	default:
		return fmt.Sprintf("no se pudo revisar entero (%s)", why) + look
	}
}
