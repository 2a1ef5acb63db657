package io.facegate.ledger.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.Fault;
import java.io.IOException;
import java.text.MessageFormat;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Says a decision in plain English. */
public final class Narratives {
    private static final ResourceBundle WORDS =
            ResourceBundle.getBundle("io.facegate.ledger.reading.narrative", Locale.ROOT);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu 'at' HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final UnaryOperator<String> names;

    private Narratives(UnaryOperator<String> names) {
        this.names = names;
    }

    /** The narrative of a decision, with organisations named by their ids. */
    public static Narrative of(Dossier dossier) {
        return of(dossier, UnaryOperator.identity());
    }

    /**
     * The narrative of a decision.
     *
     * @param names the display name of an organisation's id; the id itself where there is none
     */
    public static Narrative of(Dossier dossier, UnaryOperator<String> names) {
        var said = new Narratives(names);
        var decision = read(dossier.decision());
        var outcome = dossier.outcome() == null ? null : read(dossier.outcome());
        boolean question = decision.path("kind").asText().equals("EVALUATION");
        boolean permit = decision.path("verdict").asText().equals("permit");
        return new Narrative(
                said.asked(decision),
                permit ? word("decided.permit") : word("decided.refuse", title("code", code(decision))),
                why(decision, permit),
                question ? word("ended.question") : permit ? ended(outcome) : null);
    }

    /** The plain title of a code, such as {@code capability}, {@code detect}; the code itself where there is none. */
    public static String title(String kind, String code) {
        var key = kind + '.' + code;
        return WORDS.containsKey(key) ? WORDS.getString(key) : code.replace('_', ' ');
    }

    private String asked(JsonNode decision) {
        var organisation = decision.path("organisation");
        var who = word(
                "who",
                names.apply(organisation.path("id").asText()),
                organisation.path("type").asText());
        var behalf = list(decision.path("on_behalf_of")).stream().map(names).toList();
        return word(
                "asked",
                who,
                capabilities(decision),
                decision.path("operation").asText(),
                decision.path("provider").asText(),
                behalf.isEmpty() ? "" : word("asked.behalf", joined(behalf)),
                purpose(decision),
                when(decision.path("time").asText()));
    }

    private static String purpose(JsonNode decision) {
        var purpose = decision.path("purpose").asText();
        if (!purpose.isEmpty()) {
            return word("asked.purpose", title("purpose", purpose));
        }
        return word(code(decision).equals("purpose_not_registered") ? "asked.otherpurpose" : "asked.nopurpose");
    }

    private static String capabilities(JsonNode decision) {
        var titles = list(decision.path("capabilities")).stream()
                .map(code -> title("capability", code))
                .toList();
        return titles.isEmpty() ? word("capability.") : joined(titles);
    }

    private static String why(JsonNode decision, boolean permit) {
        var rule = decision.path("rule").asText();
        if (permit) {
            var obliged = Obliged.of(decision.path("obligations"));
            return word("why.permit", rule) + (obliged.isEmpty() ? "" : word("why.obliged", joined(obliged)));
        }
        var clause = decision.path("clause").asText();
        if (decision.has("doubt")) {
            return word("why.builtin", rule);
        }
        if (code(decision).equals("no_rule_permits")) {
            return word("why.lacking", rule, clause);
        }
        var citation = decision.path("citation").asText();
        var checked = decision.path("checked").asText();
        var source = citation.isEmpty()
                ? ""
                : checked.isEmpty() ? word("why.citation", citation) : word("why.citation.checked", citation, checked);
        return (clause.isEmpty() ? word("why.refuse.noclause", rule) : word("why.refuse", rule, clause)) + source;
    }

    private static String ended(@Nullable JsonNode outcome) {
        if (outcome == null) {
            return word("ended.open");
        }
        var status = outcome.path("status").asText();
        if (status.equals("ok") && outcome.has("results")) {
            return word("ended.ok.results", outcome.path("results").asInt());
        }
        var key = "ended." + status;
        return WORDS.containsKey(key) ? word(key, code(outcome)) : status;
    }

    private static String code(JsonNode record) {
        return record.path("code").asText();
    }

    static String when(String time) {
        try {
            return WHEN.format(Instant.parse(time));
        } catch (DateTimeException unreadable) {
            return time;
        }
    }

    private static List<String> list(JsonNode array) {
        var found = new ArrayList<String>();
        array.forEach(each -> found.add(each.asText()));
        return found;
    }

    private static String joined(List<String> words) {
        int last = words.size() - 1;
        return last < 1 ? words.getFirst() : String.join(", ", words.subList(0, last)) + word("and") + words.get(last);
    }

    private static String word(String key, Object... values) {
        return new MessageFormat(WORDS.getString(key), Locale.ENGLISH).format(values);
    }

    private static JsonNode read(Entry entry) {
        try {
            return JSON.readTree(entry.json());
        } catch (IOException damaged) {
            throw new Fault.LedgerDown("Record " + entry.index() + " cannot be read. Run: facegate ledger verify");
        }
    }
}
