package io.facegate.cli.caller;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.usecase.ledger.DisplayText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a gateway's answer about permissions as lines for people. */
final class PermissionsPrinter {
    private final JsonNode answer;

    PermissionsPrinter(JsonNode answer) {
        this.answer = answer;
    }

    /** The text without characters that a terminal obeys. */
    static String safe(String text) {
        return DisplayText.forTerminal(text);
    }

    List<String> lines() {
        var lines = new ArrayList<String>();
        var organisation = answer.path("organisation");
        lines.add(
                text(organisation, "name") + " (" + text(organisation, "id") + ", " + text(organisation, "type") + "), "
                        + (organisation.path("places").isEmpty() ? "no place registered" : list(organisation, "places"))
                        + (organisation.path("suspended").asBoolean() ? ", suspended" : ""));
        lines.add("Purposes: " + (organisation.path("purposes").isEmpty() ? "none" : list(organisation, "purposes")));
        var credential = answer.path("credential");
        lines.add("Key " + text(credential, "key") + " (" + text(credential, "method") + ")"
                + (credential.path("sandbox").asBoolean() ? ", of the sandbox: no vendor gets its calls" : "")
                + (credential.has("expires") ? ", expires " + text(credential, "expires") : ""));
        var decided = answer.path("decided");
        lines.add("As of " + text(decided, "at")
                + (decided.has("until") ? "; may change on " + text(decided, "until") : "; no date changes it"));
        for (var quota : answer.path("quota")) {
            lines.add("Quota " + text(quota, "name") + ": " + text(quota, "left") + " of " + text(quota, "limit")
                    + (quota.has("resets_at")
                            ? " left this " + text(quota, "period") + ", until " + text(quota, "resets_at")
                            : " at once, " + text(quota, "per_second") + " a second"));
        }
        for (var one : answer.path("permissions")) {
            lines.add("");
            permission(one, lines);
        }
        return lines;
    }

    private static void permission(JsonNode one, List<String> lines) {
        lines.add(text(one, "verdict").toUpperCase(Locale.ROOT) + "  " + text(one, "wire")
                + (one.path("provider").asText().equals(one.path("wire").asText())
                        ? ""
                        : " at " + text(one, "provider"))
                + (one.has("purpose") ? ", for " + text(one, "purpose") : "") + ": " + list(one, "operations"));
        if (one.has("depends_on")) {
            lines.add("  Depends on: " + list(one, "depends_on"));
        }
        if (one.has("plain")) {
            lines.add("  A call with none of it is " + text(one.path("plain"), "verdict") + '.');
            verdict(one.path("plain"), lines);
        } else {
            verdict(one, lines);
        }
    }

    private static void verdict(JsonNode one, List<String> lines) {
        if (one.has("rule")) {
            lines.add("  Rule " + text(one, "rule") + (one.has("citation") ? ", " + text(one, "citation") : ""));
        }
        if (one.has("reason")) {
            lines.add("  " + text(one, "reason"));
        }
        if (one.has("obligations")) {
            lines.add("  Obligations: " + safe(one.path("obligations").toString()));
        }
        if (one.has("possible_obligations")) {
            lines.add("  At most: " + safe(one.path("possible_obligations").toString()));
        }
    }

    private static String text(JsonNode node, String key) {
        return safe(node.path(key).asText());
    }

    private static String list(JsonNode node, String key) {
        var words = new ArrayList<String>();
        node.path(key).forEach(word -> words.add(word.asText()));
        return safe(String.join(", ", words));
    }
}
