package io.facegate.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes trees as people do who disagree: keys in any order, any indent, brackets or lines, quotes or none, comments. */
public final class WildYaml {
    private final Random random;
    private final StringBuilder out = new StringBuilder();

    private WildYaml(long seed) {
        this.random = new Random(seed);
    }

    public static String of(Map<String, Object> root, long seed) {
        var yaml = new WildYaml(seed);
        yaml.remark("");
        yaml.map(root, "", "");
        yaml.remark("");
        return yaml.out.toString();
    }

    private void map(Map<String, Object> map, String indent, String first) {
        var keys = new ArrayList<>(map.keySet());
        Collections.shuffle(keys, random);
        boolean dashed = !first.isEmpty();
        for (var key : keys) {
            if (!dashed) {
                remark(indent);
            }
            out.append(dashed ? first : indent).append(key).append(':');
            dashed = false;
            value(map.get(key), indent);
        }
    }

    private void value(Object value, String indent) {
        var deeper = indent + " ".repeat(1 + random.nextInt(4));
        switch (value) {
            case Map<?, ?> map when random.nextBoolean() -> line(" " + flow(map));
            case List<?> list when random.nextBoolean() -> line(" " + flow(list));
            case Map<?, ?> map -> {
                line("");
                map(texts(map), deeper, "");
            }
            case List<?> list -> {
                line("");
                list(list, random.nextBoolean() ? indent : deeper);
            }
            default -> text(value.toString(), deeper);
        }
    }

    private void list(List<?> list, String indent) {
        for (var item : list) {
            remark(indent);
            var dash = indent + "-" + " ".repeat(1 + random.nextInt(2));
            if (item instanceof Map<?, ?> map && random.nextBoolean()) {
                map(texts(map), " ".repeat(dash.length()), dash);
            } else {
                out.append(dash);
                line(flow(item));
            }
        }
    }

    private void text(String text, String indent) {
        if (text.contains(" ") && random.nextInt(3) == 0) {
            line(" >-");
            for (var part : text.split("(?<=,) ", -1)) {
                out.append(indent).append(part).append('\n');
            }
        } else if (text.contains(" ") && random.nextInt(4) == 0) {
            line(" |-");
            out.append(indent).append(text).append('\n');
        } else {
            line(" " + scalar(text));
        }
    }

    private String flow(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var parts = new ArrayList<String>();
                map.forEach((key, inside) -> parts.add(key + ": " + flow(inside)));
                Collections.shuffle(parts, random);
                yield "{" + String.join(", ", parts) + "}";
            }
            case List<?> list ->
                "[" + String.join(", ", list.stream().map(this::flow).toList()) + "]";
            default -> scalar(value.toString());
        };
    }

    private String scalar(String text) {
        if (text.matches("[A-Za-z0-9_./-]+") && random.nextInt(4) > 0) {
            return text;
        }
        return random.nextBoolean()
                ? "'" + text.replace("'", "''") + "'"
                : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private void line(String rest) {
        out.append(rest)
                .append(random.nextInt(8) == 0 ? "  # beside " + random.nextInt(1000) : "")
                .append('\n');
    }

    private void remark(String indent) {
        if (random.nextInt(8) == 0) {
            out.append("\n");
        }
        if (random.nextInt(8) == 0) {
            out.append(indent).append("# above ").append(random.nextInt(1000)).append('\n');
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> texts(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }
}
