package io.facegate.registry;

import io.facegate.call.Digests;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/** List of all sealed rows with HMAC prefixes; reveals removed, added and rolled-back rows. */
final class SealManifest {
    private static final int PART = 16;

    private final SortedMap<String, ByteBuffer> rows = new TreeMap<>();

    /** Parses the output of {@link #bytes}; the caller has verified its HMAC. */
    static SealManifest parse(byte[] bytes) {
        var manifest = new SealManifest();
        var in = ByteBuffer.wrap(bytes);
        try {
            while (in.hasRemaining()) {
                var ref = new byte[in.getShort()];
                in.get(ref);
                var part = new byte[PART];
                in.get(part);
                manifest.rows.put(new String(ref, StandardCharsets.UTF_8), ByteBuffer.wrap(part));
            }
            return manifest;
        } catch (BufferUnderflowException | NegativeArraySizeException cut) {
            throw new IllegalArgumentException("The list of sealed rows is cut off.", cut);
        }
    }

    void put(String ref, byte[] mac) {
        rows.put(ref, ByteBuffer.wrap(Arrays.copyOf(mac, PART)));
    }

    boolean lists(String ref, byte[] mac) {
        return ByteBuffer.wrap(Arrays.copyOf(mac, PART)).equals(rows.get(ref));
    }

    boolean lists(String ref) {
        return rows.containsKey(ref);
    }

    Iterable<String> refs() {
        return rows.keySet();
    }

    byte[] bytes() {
        var refs = rows.keySet().stream()
                .map(ref -> ref.getBytes(StandardCharsets.UTF_8))
                .toList();
        int size =
                refs.stream().mapToInt(ref -> Short.BYTES + ref.length + PART).sum();
        var out = ByteBuffer.allocate(size);
        var parts = rows.values().iterator();
        for (var ref : refs) {
            out.putShort((short) ref.length).put(ref).put(parts.next().duplicate());
        }
        return out.array();
    }

    /** Root over the rows (SHA-256 of the list) in lowercase hex. */
    static String root(byte[] manifest) {
        return HexFormat.of().formatHex(Digests.sha256(manifest));
    }
}
