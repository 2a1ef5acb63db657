package io.facegate.usecase.reconcile;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/**
 * Content of a gzip file of one or more members. It fails at the end if something follows that is no member, which
 * {@link GZIPInputStream} leaves out in silence.
 */
final class WholeGzipStream extends GZIPInputStream {
    /** Length of a member's checksum and size. */
    private static final int TRAILER = 8;

    private final CompressedBytes compressed;
    private long filled;

    private WholeGzipStream(CompressedBytes compressed, int buffer) throws IOException {
        super(compressed, buffer);
        this.compressed = compressed;
        this.filled = compressed.taken;
    }

    static WholeGzipStream of(BufferedInputStream file, int buffer) throws IOException {
        return new WholeGzipStream(new CompressedBytes(file), buffer);
    }

    @Override
    protected void fill() throws IOException {
        super.fill();
        filled = compressed.taken;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
        int count = super.read(to, from, length);
        if (count < 0) {
            requireEnd();
        }
        return count;
    }

    /** Behind the last member, its trailer is all that was not inflated. */
    private void requireEnd() throws IOException {
        long behind = inf.getRemaining() + compressed.taken - filled;
        if (behind > TRAILER || compressed.available() > 0) {
            throw new IOException("something follows that is not gzip");
        }
    }

    /** The compressed bytes, counted; it says that there are more until the end is reached. */
    private static final class CompressedBytes extends FilterInputStream {
        private long taken;

        private CompressedBytes(BufferedInputStream file) {
            super(file);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            taken += next < 0 ? 0 : 1;
            return next;
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            int count = super.read(to, from, length);
            taken += Math.max(0, count);
            return count;
        }

        @Override
        public int available() throws IOException {
            in.mark(1);
            int next = in.read();
            in.reset();
            return next < 0 ? 0 : 1;
        }
    }
}
