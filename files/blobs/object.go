package blobs

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// object reads one object from wherever its reader is. A request is made at the first read after a change of place, and
// what is not read is not fetched.
type object struct {
	ctx  context.Context //nolint:containedctx // an io.Reader has no other way; it is that of the caller of Open
	in   *bucket
	sum  string
	size int64
	at   int64
	body io.ReadCloser // from at; nil = not asked for yet
}

// Open implements Keeper.
func (b *bucket) Open(ctx context.Context, sum string) (io.ReadSeekCloser, error) {
	if err := check(sum); err != nil {
		return nil, err
	}
	head, err := b.client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &b.name, Key: b.key(sum)})
	var none *types.NotFound
	if errors.As(err, &none) {
		return nil, fmt.Errorf("%w: %s in %s", ErrMissing, sum, b.name)
	}
	if err != nil {
		return nil, err
	}
	return &object{ctx: ctx, in: b, sum: sum, size: aws.ToInt64(head.ContentLength)}, nil
}

// Read implements io.Reader.
func (o *object) Read(p []byte) (int, error) {
	if o.at >= o.size {
		return 0, io.EOF
	}
	if o.body == nil {
		out, err := o.in.client.GetObject(o.ctx, &s3.GetObjectInput{
			Bucket: &o.in.name, Key: o.in.key(o.sum), Range: aws.String(fmt.Sprintf("bytes=%d-", o.at)),
		})
		var none *types.NoSuchKey
		if errors.As(err, &none) { // it went after it was opened
			return 0, fmt.Errorf("%w: %s in %s", ErrMissing, o.sum, o.in.name)
		}
		if err != nil {
			return 0, err
		}
		o.body = out.Body
	}
	n, err := o.body.Read(p)
	o.at += int64(n)
	if errors.Is(err, io.EOF) && o.at < o.size {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// Seek implements io.Seeker.
func (o *object) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += o.at
	case io.SeekEnd:
		offset += o.size
	}
	if offset < 0 {
		return 0, errors.New("blobs: a place before the beginning")
	}
	if offset == o.at {
		return offset, nil
	}
	o.at = offset
	return offset, o.Close()
}

// Close implements io.Closer.
func (o *object) Close() error {
	if o.body == nil {
		return nil
	}
	body := o.body
	o.body = nil
	return body.Close()
}
