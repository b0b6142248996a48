package leaks

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strings"
	"unicode/utf16"

	"github.com/bep/imagemeta"

	"foja/files/archives"
)

// formats are the pictures with properties (EXIF, IPTC, XMP).
var formats = map[string]imagemeta.ImageFormat{
	"image/jpeg": imagemeta.JPEG, "image/png": imagemeta.PNG, "image/vnd.mozilla.apng": imagemeta.PNG,
	"image/tiff": imagemeta.TIFF, "image/webp": imagemeta.WebP,
	"image/heic": imagemeta.HEIF, "image/heif": imagemeta.HEIF, "image/heic-sequence": imagemeta.HEIF,
	"image/heif-sequence": imagemeta.HEIF,
	"image/avif":          imagemeta.AVIF,
}

// names are the properties that say who made a picture.
var names = map[string]bool{
	"Artist": true, "XPAuthor": true, "OwnerName": true, "CameraOwnerName": true, "Byline": true, "By-line": true,
	"Writer-Editor": true, "Contact": true,
}

// inImage looks for who took a picture, and where.
func (l *inspection) inImage(data []byte, format imagemeta.ImageFormat) {
	var tags imagemeta.Tags
	_, err := imagemeta.Decode(imagemeta.Options{
		R: bytes.NewReader(data), ImageFormat: format,
		Sources: imagemeta.EXIF | imagemeta.IPTC | imagemeta.XMP,
		ShouldHandleTag: func(t imagemeta.TagInfo) bool {
			return names[t.Tag] || strings.HasPrefix(t.Tag, "GPS") || t.Tag == "City" || t.Tag == "Sub-location" ||
				t.Tag == "Sublocation"
		},
		HandleTag: func(t imagemeta.TagInfo) error {
			if names[t.Tag] {
				if name := nameIn(t.Value); name != "" {
					l.add(Author, name)
				}
				return nil
			}
			tags.Add(t)
			if t.Source == imagemeta.IPTC {
				if place := nameIn(t.Value); place != "" {
					l.add(Place, place)
				}
			}
			return nil
		},
		HandleXMP:    l.inXMP,
		LimitNumTags: 5000, LimitTagSize: 64 << 10,
	})
	if err != nil {
		l.addUnread(WhyBroken)
	}
	lat, long, err := tags.GetLatLong()
	if err == nil && (lat != 0 || long != 0) && !math.IsNaN(lat+long) {
		l.add(Place, fmt.Sprintf("%.4f, %.4f", lat, long))
	}
}

// nameIn is a property's text. Windows writes its own in UTF-16.
func nameIn(v any) string {
	var s string
	switch v := v.(type) {
	case string:
		s = v
	case []byte:
		wide := make([]uint16, len(v)/2)
		for i := range wide {
			wide[i] = uint16(v[2*i]) | uint16(v[2*i+1])<<8
		}
		s = string(utf16.Decode(wide))
	case []string:
		s = strings.Join(v, ", ")
	default:
		s = fmt.Sprint(v)
	}
	return strings.Join(strings.Fields(strings.ToValidUTF8(strings.Trim(s, "\x00"), "")), " ")
}

// inXMP looks into the properties that programs for pictures and PDF write as XML (ISO 16684).
func (l *inspection) inXMP(r io.Reader) error {
	creator := false
	var name, lat, long string
	set := func(key, value string) {
		switch value = strings.TrimSpace(value); key {
		case "GPSLatitude":
			lat += value
		case "GPSLongitude":
			long += value
		}
	}
	var inside string
	err := l.b.XML(r, func(t xml.Token) error {
		switch t := t.(type) {
		case xml.StartElement:
			inside = t.Name.Local
			creator = creator || inside == "creator" && t.Name.Space == "dc"
			for _, a := range t.Attr {
				set(a.Name.Local, a.Value)
			}
		case xml.CharData:
			if creator {
				name += string(t)
			}
			set(inside, string(t))
		case xml.EndElement:
			if inside = ""; t.Name.Local == "creator" && creator {
				if name = nameIn(name); name != "" {
					l.add(Author, name)
				}
				creator, name = false, ""
			}
		}
		if len(name)+len(lat)+len(long) > 1<<16 {
			return archives.ErrBudget
		}
		return nil
	})
	if lat != "" && long != "" {
		l.add(Place, lat+", "+long)
	}
	return err
}
