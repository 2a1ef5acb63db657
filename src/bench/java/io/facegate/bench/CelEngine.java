package io.facegate.bench;

import dev.cel.bundle.CelFactory;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelRuntime.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** dev.cel: one compiled expression per rule, evaluated in turn until one refuses. */
final class CelEngine implements Engine {
    private final List<Program> refusals = new ArrayList<>();
    private final List<Program> permits = new ArrayList<>();
    private final List<Map<String, String>> requests;

    CelEngine(Corpus corpus) throws Exception {
        var cel = CelFactory.plannerCelBuilder()
                .addVar("provider", SimpleType.STRING)
                .addVar("organisation", SimpleType.STRING)
                .addVar("purpose", SimpleType.STRING)
                .addVar("capability", SimpleType.STRING)
                .setResultType(SimpleType.BOOL)
                .build();
        for (var rule : corpus.rules()) {
            var text = "provider == 'rekognition' && organisation == '" + rule.organisation() + "' && purpose in "
                    + list(rule.purposes()) + " && capability in " + list(rule.capabilities());
            (rule.permits() ? permits : refusals)
                    .add(cel.createProgram(cel.compile(text).getAst()));
        }
        requests = corpus.requests().stream()
                .map(asked -> Map.of(
                        "provider", "rekognition",
                        "organisation", asked.organisation(),
                        "purpose", asked.purpose(),
                        "capability", asked.capability()))
                .toList();
    }

    private static String list(List<String> words) {
        return words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    public boolean permits(int request) {
        return !any(refusals, request) && any(permits, request);
    }

    private boolean any(List<Program> programs, int request) {
        try {
            for (var program : programs) {
                if (program.eval(requests.get(request)) instanceof Boolean told && told) {
                    return true;
                }
            }
            return false;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}
