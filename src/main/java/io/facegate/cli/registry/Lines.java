package io.facegate.cli.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.cli.Settings;
import io.facegate.identity.Organisation;
import io.facegate.registry.KeyEntry;
import io.facegate.registry.Minted;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Organisations and keys as a command prints them: a JSON value a line, or aligned columns. */
final class Lines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Lines() {}

    static String json(Map<String, @Nullable Object> value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException onlyPlainValues) {
            throw new IllegalStateException(onlyPlainValues);
        }
    }

    static Map<String, @Nullable Object> of(Organisation one) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("id", one.id());
        line.put("name", one.name());
        line.put("type", one.type());
        line.put("jurisdictions", one.jurisdictions());
        line.put("purposes", new TreeSet<>(one.purposes()));
        line.put("suspended", one.suspended());
        line.put("awsRole", one.upstreamRole());
        return line;
    }

    static Map<String, @Nullable Object> of(Minted minted) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("accessKeyId", minted.accessKeyId());
        line.put("secretAccessKey", minted.secretAccessKey());
        line.put("apiKey", minted.apiKey());
        line.put("org", minted.minting().organisation());
        line.put("for", minted.minting().principals());
        line.put("purpose", minted.minting().purpose());
        line.put("expires", text(minted.minting().expires()));
        return line;
    }

    static Map<String, @Nullable Object> of(KeyEntry entry, Instant now) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("accessKeyId", entry.id());
        line.put("org", entry.minting().organisation());
        line.put("for", entry.minting().principals());
        line.put("purpose", entry.minting().purpose());
        line.put("created", entry.created().toString());
        line.put("expires", text(entry.minting().expires()));
        line.put("revoked", text(entry.revoked()));
        line.put("status", status(entry, now));
        return line;
    }

    static void print(Settings settings, List<Map<String, @Nullable Object>> lines) {
        if (settings.json()) {
            for (Map<String, @Nullable Object> line : lines) {
                settings.print(json(line));
            }
            return;
        }
        if (lines.isEmpty()) {
            settings.complain("None.");
            return;
        }
        for (Map<String, @Nullable Object> line : lines) {
            var text = new StringBuilder();
            for (Map.Entry<String, @Nullable Object> cell : line.entrySet()) {
                text.append(cell(cell.getKey(), cell.getValue()));
            }
            settings.print(text.toString().strip());
        }
    }

    private static String cell(String name, @Nullable Object value) {
        if (value == null || value.equals(List.of()) || value.equals(false)) {
            return "";
        }
        if (value instanceof Iterable<?> many) {
            var joined = new java.util.StringJoiner(",");
            many.forEach(one -> joined.add(String.valueOf(one)));
            return joined.length() == 0 ? "" : name + '=' + joined + "  ";
        }
        var words = name.equals("id") || name.equals("accessKeyId") ? value.toString() : name + '=' + value;
        return words + "  ";
    }

    private static String status(KeyEntry entry, Instant now) {
        var expires = entry.minting().expires();
        if (entry.revoked() != null) {
            return "revoked";
        }
        return expires != null && !now.isBefore(expires) ? "expired" : "valid";
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
