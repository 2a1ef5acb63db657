package io.facegate.policy.condition;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A compiled CEL condition ({@code when:}). */
public final class CelCondition implements CompiledCondition {
    private static final int LONGEST = 1000;
    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'");

    private final String text;
    private final Program program;
    private final CelExpr expression;

    private CelCondition(String text, Program program, CelExpr expression) {
        this.text = text;
        this.program = program;
        this.expression = expression;
    }

    public static CompiledCondition compile(String text) {
        var checked = Environment.CEL.compile(text);
        if (checked.hasError()) {
            var issue = checked.getErrors().getFirst();
            return new CompiledCondition.Wrong(
                    Math.max(0, issue.getSourceLocation().getColumn()), readableMessage(issue.getMessage()));
        }
        try {
            return new CelCondition(
                    text,
                    Environment.CEL.createProgram(checked.getAst()),
                    checked.getAst().getExpr());
        } catch (CelValidationException | CelEvaluationException error) {
            return new CompiledCondition.Wrong(0, String.valueOf(error.getMessage()));
        }
    }

    /** The compiler's message; for an unknown name, the list of known names instead. */
    private static String readableMessage(String said) {
        var undeclared = UNDECLARED.matcher(said);
        return undeclared.find()
                ? "unknown name '" + undeclared.group(1) + "'; a condition can read: "
                        + Arrays.stream(ConditionVariable.values())
                                .map(ConditionVariable::word)
                                .collect(Collectors.joining(", "))
                : said;
    }

    /** Evaluates to true or false; null if a fact is absent or evaluation fails. */
    public @Nullable Boolean test(CallFacts facts) {
        try {
            return program.eval(facts) instanceof Boolean told ? told : null;
        } catch (CelEvaluationException error) {
            return null;
        }
    }

    /** The part of the condition that can be analysed without evaluating it. */
    public Formula formula() {
        return FormulaReader.read(expression);
    }

    /** The source text. */
    public String text() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CelCondition condition && condition.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    /** Holder for lazy initialisation: a folder without conditions does not load CEL. */
    private static final class Environment {
        static final Cel CEL = create();

        private static Cel create() {
            var options = CelOptions.current()
                    .maxExpressionCodePointSize(LONGEST)
                    .maxParseErrorRecoveryLimit(5)
                    .maxParseRecursionDepth(32)
                    .maxParseExpressionNodeCount(200)
                    .maxRegexProgramSize(500)
                    .comprehensionMaxIterations(0)
                    .enableComprehension(false)
                    .enableReservedIds(true)
                    .enableHeterogeneousNumericComparisons(true)
                    .build();
            var builder = CelFactory.plannerCelBuilder().setOptions(options).setResultType(SimpleType.BOOL);
            for (var variable : ConditionVariable.values()) {
                builder.addVar(variable.word(), variable.type());
            }
            return builder.build();
        }
    }
}
