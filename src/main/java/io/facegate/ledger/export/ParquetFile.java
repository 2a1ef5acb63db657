package io.facegate.ledger.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Writer of a Parquet file with optional text columns, plain encoding and gzip, one row group at a time. */
public final class ParquetFile implements AutoCloseable {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    /** Rows per row group, held in memory. */
    private static final int GROUP = 10_000;

    private static final int BYTE_ARRAY = 6;
    private static final int OPTIONAL = 1;
    private static final int UTF8 = 0;
    private static final int PLAIN = 0;
    private static final int RLE = 3;
    private static final int GZIP = 2;

    private final OutputStream out;
    private final List<String> names;
    private final List<Column> columns = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();
    private long at;
    private int rows;

    /** Pending values of one column, and which rows have one. */
    private static final class Column {
        private final ByteArrayOutputStream values = new ByteArrayOutputStream();
        private final List<Boolean> there = new ArrayList<>();
    }

    /** Position of a column chunk. */
    private record Chunk(long offset, int values, int raw, int packed) {}

    private record Group(int rows, List<Chunk> chunks) {}

    /** Starts a file with these columns. */
    public ParquetFile(OutputStream out, List<String> names) throws IOException {
        this.out = out;
        this.names = List.copyOf(names);
        names.forEach(_ -> columns.add(new Column()));
        write(MAGIC);
    }

    /** Adds a row; null for a column without a value. */
    public void row(List<? extends @Nullable String> cells) throws IOException {
        for (int i = 0; i < columns.size(); i++) {
            var cell = cells.get(i);
            columns.get(i).there.add(cell != null);
            if (cell != null) {
                var bytes = cell.getBytes(StandardCharsets.UTF_8);
                columns.get(i).values.writeBytes(little(bytes.length));
                columns.get(i).values.writeBytes(bytes);
            }
        }
        rows++;
        if (rows == GROUP) {
            group();
        }
    }

    private void group() throws IOException {
        if (rows == 0) {
            return;
        }
        var chunks = new ArrayList<Chunk>();
        for (int i = 0; i < columns.size(); i++) {
            chunks.add(page(columns.set(i, new Column())));
        }
        groups.add(new Group(rows, chunks));
        rows = 0;
    }

    private Chunk page(Column column) throws IOException {
        var raw = new ByteArrayOutputStream();
        var levels = levels(column.there);
        raw.writeBytes(little(levels.length));
        raw.writeBytes(levels);
        column.values.writeTo(raw);
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            raw.writeTo(gzip);
        }
        var header = new ThriftCompactWriter().i32(1, 0).i32(2, raw.size()).i32(3, packed.size());
        header.open(5)
                .i32(1, column.there.size())
                .i32(2, PLAIN)
                .i32(3, RLE)
                .i32(4, RLE)
                .endStruct();
        long offset = at;
        var head = header.finish();
        write(head);
        write(packed.toByteArray());
        return new Chunk(offset, column.there.size(), head.length + raw.size(), head.length + packed.size());
    }

    /** Encodes definition levels: one bit per row, in runs of eight, set if it has a value. */
    private static byte[] levels(List<Boolean> there) {
        int bytes = (there.size() + 7) / 8;
        var bits = new byte[bytes];
        for (int i = 0; i < there.size(); i++) {
            bits[i / 8] |= (byte) (there.get(i) ? 1 << (i % 8) : 0);
        }
        var levels = new ByteArrayOutputStream();
        for (int header = (bytes << 1) | 1; ; header >>>= 7) {
            levels.write(header > 0x7f ? (header & 0x7f) | 0x80 : header);
            if (header <= 0x7f) {
                break;
            }
        }
        levels.writeBytes(bits);
        return levels.toByteArray();
    }

    private byte[] footer() {
        var footer = new ThriftCompactWriter().i32(1, 1).structs(2, names.size() + 1);
        footer.element().text(4, "record").i32(5, names.size()).endStruct();
        for (var name : names) {
            footer.element()
                    .i32(1, BYTE_ARRAY)
                    .i32(3, OPTIONAL)
                    .text(4, name)
                    .i32(6, UTF8)
                    .endStruct();
        }
        footer.i64(3, groups.stream().mapToLong(Group::rows).sum()).structs(4, groups.size());
        groups.forEach(group -> group(footer, group));
        return footer.text(6, "facegate").finish();
    }

    private void group(ThriftCompactWriter footer, Group group) {
        footer.element().structs(1, names.size());
        for (int i = 0; i < names.size(); i++) {
            var chunk = group.chunks.get(i);
            footer.element().i64(2, chunk.offset).open(3);
            footer.i32(1, BYTE_ARRAY).i32s(2, PLAIN, RLE).texts(3, names.get(i)).i32(4, GZIP);
            footer.i64(5, chunk.values).i64(6, chunk.raw).i64(7, chunk.packed).i64(9, chunk.offset);
            footer.endStruct().endStruct();
        }
        footer.i64(2, group.chunks.stream().mapToLong(Chunk::raw).sum())
                .i64(3, group.rows)
                .endStruct();
    }

    private static byte[] little(int number) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        at += bytes.length;
    }

    /** Writes the last row group and the footer. */
    @Override
    public void close() throws IOException {
        group();
        var footer = footer();
        write(footer);
        write(little(footer.length));
        write(MAGIC);
        out.flush();
    }
}
