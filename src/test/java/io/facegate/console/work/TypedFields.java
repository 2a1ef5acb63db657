package io.facegate.console.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The fields of the console that a person types text into, by the page that has them, and the test that types a hostile
 * text there. {@link TypedFieldsTest} compares them with the templates: no field can be left out.
 */
final class TypedFields {
    /** The test that fills each field of each form that asks, as it finds them in the pages. */
    static final String ASKED = "whatIsAskedDoesNotRun";

    /** The page, the field's id and the test of {@link HostileTextInChromiumTest}. */
    private static final List<Field> TRIED = """
        list.html              | id           | whatIsAskedDoesNotRun
        list.html              | organisation | whatIsAskedDoesNotRun
        list.html              | purpose      | whatIsAskedDoesNotRun
        list.html              | rule         | whatIsAskedDoesNotRun
        list.html              | words        | whatIsAskedDoesNotRun
        list.html              | case         | whatIsAskedDoesNotRun
        list.html              | place        | whatIsAskedDoesNotRun
        list.html              | vendor       | whatIsAskedDoesNotRun
        list.html              | account      | whatIsAskedDoesNotRun
        list.html              | code         | whatIsAskedDoesNotRun
        list.html              | operation    | whatIsAskedDoesNotRun
        list.html              | type         | whatIsAskedDoesNotRun
        list.html              | exemption    | whatIsAskedDoesNotRun
        list.html              | evidence     | whatIsAskedDoesNotRun
        list.html              | key          | whatIsAskedDoesNotRun
        list.html              | matched      | whatIsAskedDoesNotRun
        list.html              | policies     | whatIsAskedDoesNotRun
        list.html              | review       | whatIsAskedDoesNotRun
        list.html              | view-name    | theNameOfASavedListDoesNotRun
        mine.html              | label        | theLabelOfAKeyIsRefusedAndDoesNotRun
        minedecision.html      | contact      | anAppealItsContactAndItsAnswerDoNotRun
        minedecision.html      | text         | anAppealItsContactAndItsAnswerDoNotRun
        organisations.html     | name         | whatIsAskedDoesNotRun
        overview.html          | find-id      | whatIsAskedDoesNotRun
        trial.html             | organisation | whatIsAskedDoesNotRun
        trial.html             | place        | whatIsAskedDoesNotRun
        trial.html             | threshold    | whatIsAskedDoesNotRun
        trial.html             | {field.name} | whatIsAskedDoesNotRun
        workappeal.html        | reason       | anAppealItsContactAndItsAnswerDoNotRun
        workauthorisation.html | authority    | theReferenceAndTheCourtOfAnAuthorisationDoNotRun
        workauthorisation.html | reason       | theReasonOfAGrantDoesNotRun
        workauthorisation.html | reference    | theReferenceAndTheCourtOfAnAuthorisationDoNotRun
        workproposal.html      | reason       | theReasonsOfAProposalDoNotRun
        workreview.html        | reason       | theNoteOfAReviewDoesNotRun
        workstop.html          | reason       | theReasonsOfAStopDoNotRun
        """.lines().map(Field::of).toList();

    /** Fields whose text no page shows, with the reason. */
    private static final List<Field> NEVER_SHOWN = """
        decision.html | proof-key   | The page's own script compares it with the log's key. It is not sent, and not shown.
        letter.html   | letter-from | It is for the printed page: not sent, and read by no script.
        letter.html   | letter-to   | It is for the printed page: not sent, and read by no script.
        """.lines().map(Field::of).toList();

    private static final Path TEMPLATES = Path.of("src/main/resources/templates/console");
    private static final Pattern INCLUDED = Pattern.compile("\\{#include console/(\\w+)");
    private static final Pattern ELEMENT =
            Pattern.compile("<(?:input|textarea)\\b((?:\"[^\"]*\"|\\{[^{}]*\\}|[^>\"{])*)>");
    private static final Set<String> NO_TEXT =
            Set.of("hidden", "checkbox", "radio", "date", "datetime-local", "submit", "button");

    private TypedFields() {}

    /** A field, and the test that tries it, or why none does. */
    private record Field(String page, String id, String about) {
        static Field of(String line) {
            var parts = line.split("\\|", 3);
            return new Field(parts[0].strip(), parts[1].strip(), parts[2].strip());
        }

        String name() {
            return page + ' ' + id;
        }
    }

    /** The fields that have a row. */
    static Set<String> listed() {
        var all = new TreeSet<String>();
        TRIED.forEach(field -> all.add(field.name()));
        NEVER_SHOWN.forEach(field -> all.add(field.name()));
        return all;
    }

    /** The names of the tests. */
    static Set<String> tests() {
        return TRIED.stream().map(Field::about).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The ids of the fields that one test tries, without those that a page makes up. */
    static Set<String> triedBy(String test) {
        return TRIED.stream()
                .filter(field -> field.about.equals(test) && !field.id.startsWith("{"))
                .map(Field::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The fields of the pages, as their templates have them. */
    static Set<String> inTemplates() {
        return in(templates());
    }

    /** The fields of pages; a field of a part is one of each page that includes the part. */
    static Set<String> in(Map<String, String> templates) {
        var parts = new HashSet<String>();
        templates
                .values()
                .forEach(
                        text -> INCLUDED.matcher(text).results().forEach(found -> parts.add(found.group(1) + ".html")));
        var all = new TreeSet<String>();
        templates.keySet().stream()
                .filter(page -> !parts.contains(page))
                .forEach(page -> ids(page, templates).forEach(id -> all.add(page + ' ' + id)));
        return all;
    }

    private static Set<String> ids(String template, Map<String, String> templates) {
        var text = templates.getOrDefault(template, "");
        var ids = new TreeSet<String>();
        ELEMENT.matcher(text).results().map(found -> found.group(1)).forEach(attributes -> {
            if (!NO_TEXT.contains(attribute("type", attributes))) {
                ids.add(attribute("id", attributes));
            }
        });
        INCLUDED.matcher(text).results().forEach(found -> ids.addAll(ids(found.group(1) + ".html", templates)));
        return ids;
    }

    private static String attribute(String name, String attributes) {
        var found = Pattern.compile("\\s" + name + "=\"([^\"]*)\"").matcher(attributes);
        return found.find() ? found.group(1) : "";
    }

    private static Map<String, String> templates() {
        try (var files = Files.list(TEMPLATES)) {
            var all = new TreeMap<String, String>();
            for (var file : files.toList()) {
                all.put(file.getFileName().toString(), Files.readString(file));
            }
            return all;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
