package blobs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// bucket keeps each blob in an object of an S3-compatible store.
type bucket struct {
	client       *s3.Client
	name, prefix string
}

func openBucket(rest string, s Settings) (Store, error) {
	if s.AccessKey == "" || s.SecretKey == "" {
		return nil, errors.New("blobs: object storage needs an access key and its secret")
	}
	b := &bucket{}
	b.name, b.prefix, _ = strings.Cut(strings.Trim(rest, "/"), "/")
	b.client = s3.New(s3.Options{
		Region: s.Region, Credentials: credentials.NewStaticCredentialsProvider(s.AccessKey, s.SecretKey, ""),
		// Servers of one's own are seldom reached by a host name for each bucket, and not all know the newer checksums:
		// what is read is held against its SHA-256 anyway.
		UsePathStyle:               s.Endpoint != "",
		RequestChecksumCalculation: aws.RequestChecksumCalculationWhenRequired,
		ResponseChecksumValidation: aws.ResponseChecksumValidationWhenRequired,
	}, func(o *s3.Options) {
		if s.Endpoint != "" {
			o.BaseEndpoint = aws.String(s.Endpoint)
		}
	})
	return b, nil
}

func (b *bucket) key(sum string) *string { return aws.String(path.Join(b.prefix, name(sum))) }

// Put implements Keeper. An object is there whole or not at all.
func (b *bucket) Put(ctx context.Context, sum string, content []byte) error {
	if err := check(sum); err != nil {
		return err
	}
	head, err := b.client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &b.name, Key: b.key(sum)})
	if err == nil && aws.ToInt64(head.ContentLength) == int64(len(content)) {
		return nil
	}
	_, err = b.client.PutObject(ctx, &s3.PutObjectInput{
		Bucket: &b.name, Key: b.key(sum), Body: bytes.NewReader(content), ContentLength: aws.Int64(int64(len(content))),
	})
	return err
}

// Get implements Keeper.
func (b *bucket) Get(ctx context.Context, sum string) ([]byte, error) {
	if err := check(sum); err != nil {
		return nil, err
	}
	out, err := b.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &b.name, Key: b.key(sum)})
	var none *types.NoSuchKey
	if errors.As(err, &none) {
		return nil, fmt.Errorf("%w: %s in %s", ErrMissing, sum, b.name)
	}
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(out.Body)
	return content, errors.Join(err, out.Body.Close())
}

// Each implements Keeper.
func (b *bucket) Each(ctx context.Context, do func(sum string, since time.Time) error) error {
	pages := s3.NewListObjectsV2Paginator(b.client, &s3.ListObjectsV2Input{Bucket: &b.name, Prefix: aws.String(b.prefix)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, o := range page.Contents {
			sum := path.Base(aws.ToString(o.Key))
			if check(sum) != nil || aws.ToString(o.Key) != *b.key(sum) {
				continue // not ours
			}
			if err := do(sum, aws.ToTime(o.LastModified)); err != nil {
				return err
			}
		}
	}
	return nil
}
