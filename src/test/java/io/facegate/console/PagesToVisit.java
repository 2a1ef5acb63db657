package io.facegate.console;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The addresses that tests of every page go over, by who visits them. A name in braces stands for an id that a test
 * makes. {@link PagesToVisitTest} compares them with the resources of the console: no page can be left out.
 */
final class PagesToVisit {
    /** A page that neither reviewers nor members may open. */
    static final String REFUSED = "/console/decisions?outcome=permit";

    /** Opened with the printed link. */
    static final List<String> READ = List.of(
            "/console?" + MonthOfRecords.PERIOD,
            "/console?from=2020-01-01&until=2020-01-02",
            "/console?days=90",
            "/console/counts?by=refusals&" + MonthOfRecords.PERIOD,
            "/console/counts?by=organisation&" + MonthOfRecords.PERIOD,
            "/console/counts?from=2020-01-01&until=2020-01-02",
            "/console?from=x",
            "/console/decisions",
            "/console/decisions?outcome=refuse",
            "/console/decisions?purpose=attendance",
            "/console/decisions?purpose=%3Cb%3E",
            "/console/decisions/none",
            "/console/policies",
            "/console/policies/eu-ai-act-post-remote",
            "/console/policies/eu-ai-act-post-remote/authorisation",
            "/console/policies/none",
            "/console/policies/eu-ai-act-post-remote?on=2026-07-01",
            "/console/policies/eu-ai-act-post-remote/authorisation?on=2026-07-01",
            "/console/policies/history",
            "/console/policies/history?on=2026-11-21",
            "/console/calendar",
            "/console/calendar?on=2027-12-02",
            "/console/calendar?on=never",
            "/console/try",
            "/console/try?capability=identify&type=law_enforcement.police&purpose=suspect_identification",
            "/console/try?capability=x",
            "/console/reports?from=2026-07-01&until=2026-09-30",
            "/console/reports?from=x",
            "/console/integrity",
            "/console/integrity/acts/view",
            "/console/integrity/records/1",
            "/console/nothing");

    static final List<String> ORGANISATIONS = List.of(
            "/console/organisations",
            "/console/organisations?name=nobody-has-this",
            "/console/organisations/hope",
            "/console/organisations/hope/permissions",
            "/console/organisations/forged",
            "/console/organisations/none");

    static final List<String> DECISIONS = List.of(
            "/console/decisions/{refused}",
            "/console/decisions/{refused}/letter",
            "/console/decisions/{held}",
            "/console/decisions/{released}");

    /** Where a record was changed. */
    static final List<String> TAMPERED =
            List.of("/console", "/console/decisions", "/console/integrity", "/console/integrity/records/4");

    /** Of one person who is officer and operator. */
    static final List<String> WORK = List.of(
            "/console/work",
            "/console/work/reviews/{review}",
            "/console/work/proposals/{proposal}",
            "/console/work/stops/{stop}",
            "/console/work/appeals/{appeal}",
            "/console/work/authorisations/{authorisation}",
            "/console/work/appeals/none",
            "/console/decisions?outcome=refuse");

    static final List<String> REVIEWER = List.of("/console/work", "/console/work/reviews/{review}", REFUSED);

    static final List<String> MEMBER = List.of(
            "/console/mine",
            "/console/mine/permissions",
            "/console/mine/appeals",
            "/console/mine/decisions/{own}",
            REFUSED);

    static final List<String> STRANGER =
            List.of("/console", "/console/login?token=spent", "/console/logout", "/log/verify");

    /** What is got at an address and is no page, and what it is. */
    private static final Map<String, String> NO_PAGES = Map.ofEntries(
            Map.entry("/console/assets/{name}", "a style or a script"),
            Map.entry("/console/assets/{digest}/{name}", "a style or a script"),
            Map.entry("/console/decisions/export.{format}", "a file"),
            Map.entry("/console/decisions/{id}/proof", "JSON for the proof panel"),
            Map.entry("/console/language/{code}", "leads back to a page"),
            Map.entry("/console/login/at/{number}", "leads to a provider"),
            Map.entry("/console/login/callback", "leads to a page"),
            Map.entry("/console/reports/report.{format}", "a file"),
            Map.entry("/console/reports/published.{format}", "a file"),
            Map.entry("/log/checkpoint", "a text of the log"),
            Map.entry("/log/keys", "a text of the log"),
            Map.entry("/log/tile/{level}/{place}", "a tile of the log"),
            Map.entry("/log/tile/entries/{place}", "a tile of the log"),
            Map.entry("/log/verify.css", "a style"),
            Map.entry("/log/verify.js", "a script"),
            Map.entry("/log/verify_fr.js", "a script"));

    private static final String NAMED = "\\{(\\w+): *((?:[^{}]|\\{[^{}]*\\})*)\\}";

    /** The addresses of all that is got from the console, as its resources have them, each with what it matches. */
    private static final Map<String, Pattern> TEMPLATES = templates(new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.facegate.console"));

    private PagesToVisit() {}

    /** All addresses, each once. */
    static Set<String> all() {
        return List.of(READ, ORGANISATIONS, DECISIONS, TAMPERED, WORK, REVIEWER, MEMBER, STRANGER).stream()
                .flatMap(List::stream)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The addresses with the ids that a test made. */
    static List<String> with(List<String> addresses, Map<String, String> ids) {
        return addresses.stream()
                .map(address -> {
                    var filled = address;
                    for (var id : ids.entrySet()) {
                        filled = filled.replace('{' + id.getKey() + '}', id.getValue());
                    }
                    if (filled.contains("{")) {
                        throw new IllegalArgumentException("no id for " + filled);
                    }
                    return filled;
                })
                .toList();
    }

    /** The resources of the console that answer with a page, by the templates of their addresses, which no address is of. */
    static Set<String> unvisited(Set<String> addresses) {
        var visited = addresses.stream()
                .map(address -> template(address.split("\\?", 2)[0]))
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        var left = new TreeSet<>(TEMPLATES.keySet());
        left.removeAll(visited);
        left.removeAll(NO_PAGES.keySet());
        return left;
    }

    /** What is listed as no page, and is no resource either. */
    static Set<String> withoutResource() {
        var left = new TreeSet<>(NO_PAGES.keySet());
        left.removeAll(TEMPLATES.keySet());
        return left;
    }

    /** The template that an address is of, with the most letters beside names in braces. */
    private static Optional<String> template(String address) {
        return TEMPLATES.entrySet().stream()
                .filter(one -> one.getValue().matcher(address).matches())
                .map(Map.Entry::getKey)
                .max(Comparator.comparingInt(
                        template -> template.replaceAll("\\{\\w+\\}", "").length()));
    }

    private static Map<String, Pattern> templates(JavaClasses console) {
        var templates = new LinkedHashMap<String, Pattern>();
        console.stream()
                .filter(type -> type.isAnnotatedWith(Path.class))
                .flatMap(type -> Arrays.stream(type.reflect().getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(GET.class))
                .forEach(method -> {
                    var template = path(method);
                    var pattern = template.replaceAll("\\{\\w+\\}", "[^/]+").replaceAll(NAMED, "($2)");
                    templates.put(template.replaceAll(NAMED, "{$1}"), Pattern.compile(pattern));
                });
        return templates;
    }

    private static String path(Method method) {
        var type = method.getDeclaringClass().getAnnotation(Path.class).value();
        var below = method.getAnnotation(Path.class);
        return below == null ? type : type + (below.value().startsWith("/") ? "" : "/") + below.value();
    }
}
