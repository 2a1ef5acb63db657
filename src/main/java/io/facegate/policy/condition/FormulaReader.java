package io.facegate.policy.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSource;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.parser.CelUnparserFactory;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Converts the syntax tree of a CEL condition to a {@link Formula}. */
final class FormulaReader {
    /** Mirrored comparison operators, for a literal on the left-hand side. */
    private static final Map<String, String> MIRRORED =
            Map.of("_<_", "_>_", "_<=_", "_>=_", "_>_", "_<_", "_>=_", "_<=_", "_==_", "_==_", "_!=_", "_!=_");

    private static final Set<String> LENIENT = Set.of("_&&_", "_||_", "_?_:_");
    /** 2^53: larger whole numbers are not exact as a double. */
    private static final long EXACT = 1L << 53;

    private FormulaReader() {}

    static Formula read(CelExpr expression) {
        if (expression.getKind() == Kind.CONSTANT
                && expression.constant().getKind() == CelConstant.Kind.BOOLEAN_VALUE) {
            return new Formula.Known(expression.constant().booleanValue());
        }
        Formula read = expression.getKind() == Kind.CALL
                ? call(expression.call().function(), expression.call().args())
                : null;
        return read == null ? uninterpreted(expression) : read;
    }

    private static @Nullable Formula call(String function, List<CelExpr> arguments) {
        return switch (function) {
            case "_&&_" ->
                new Formula.All(arguments.stream().map(FormulaReader::read).toList());
            case "_||_" ->
                new Formula.Any(arguments.stream().map(FormulaReader::read).toList());
            case "!_" -> new Formula.Not(read(arguments.getFirst()));
            case "@in" -> readMembership(arguments.getFirst(), arguments.getLast());
            default -> MIRRORED.containsKey(function) ? readComparison(function, arguments) : null;
        };
    }

    private static @Nullable Formula readComparison(String function, List<CelExpr> arguments) {
        var left = variable(arguments.getFirst());
        var right = variable(arguments.getLast());
        if (left != null) {
            return readComparison(left, function, arguments.getLast());
        }
        var mirrored = MIRRORED.get(function);
        return right == null || mirrored == null ? null : readComparison(right, mirrored, arguments.getFirst());
    }

    private static @Nullable Formula readComparison(ConditionVariable variable, String function, CelExpr literal) {
        var word = word(literal);
        if (word != null) {
            return switch (function) {
                case "_==_" -> new Formula.Named(variable, Set.of(word));
                case "_!=_" -> new Formula.Not(new Formula.Named(variable, Set.of(word)));
                default -> null;
            };
        }
        var number = number(literal);
        if (number == null) {
            return null;
        }
        double above = Math.nextUp(number);
        return switch (function) {
            case "_<_" -> new Formula.Between(variable, Double.NEGATIVE_INFINITY, number);
            case "_<=_" -> new Formula.Between(variable, Double.NEGATIVE_INFINITY, above);
            case "_>_" -> new Formula.Between(variable, above, Double.POSITIVE_INFINITY);
            case "_>=_" -> new Formula.Between(variable, number, Double.POSITIVE_INFINITY);
            case "_==_" -> new Formula.Between(variable, number, above);
            default -> new Formula.Not(new Formula.Between(variable, number, above));
        };
    }

    private static @Nullable Formula readMembership(CelExpr one, CelExpr list) {
        var variable = variable(one);
        if (variable == null || list.getKind() != Kind.LIST) {
            return null;
        }
        var each = new ArrayList<Formula>();
        for (var element : list.list().elements()) {
            var equal = readComparison(variable, "_==_", element);
            if (equal == null) {
                return null;
            }
            each.add(equal);
        }
        return new Formula.Any(each);
    }

    private static @Nullable ConditionVariable variable(CelExpr expression) {
        return expression.getKind() == Kind.IDENT
                ? ConditionVariable.fromWord(expression.ident().name())
                : null;
    }

    private static @Nullable String word(CelExpr expression) {
        return expression.getKind() == Kind.CONSTANT && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? expression.constant().stringValue()
                : null;
    }

    private static @Nullable Double number(CelExpr expression) {
        if (expression.getKind() == Kind.CALL && expression.call().function().equals("-_")) {
            var positive = number(expression.call().args().getFirst());
            return positive == null ? null : -positive;
        }
        if (expression.getKind() != Kind.CONSTANT) {
            return null;
        }
        var constant = expression.constant();
        return switch (constant.getKind()) {
            case INT64_VALUE ->
                Math.abs(constant.int64Value()) <= EXACT ? (Double) (double) constant.int64Value() : null;
            case DOUBLE_VALUE -> Double.isFinite(constant.doubleValue()) ? (Double) constant.doubleValue() : null;
            default -> null;
        };
    }

    private static Formula uninterpreted(CelExpr expression) {
        var reads = EnumSet.noneOf(ConditionVariable.class);
        var functions = new HashSet<String>();
        collectReads(expression, reads, functions);
        boolean strict = functions.stream().noneMatch(LENIENT::contains);
        return new Formula.Uninterpreted(text(expression), Set.copyOf(reads), strict);
    }

    private static String text(CelExpr expression) {
        var tree = CelAbstractSyntaxTree.newParsedAst(
                expression, CelSource.newBuilder().build());
        return CelUnparserFactory.newUnparser().unparse(tree);
    }

    private static void collectReads(CelExpr expression, Set<ConditionVariable> reads, Set<String> functions) {
        var variable = variable(expression);
        if (variable != null) {
            reads.add(variable);
        }
        switch (expression.getKind()) {
            case CALL -> {
                functions.add(expression.call().function());
                expression.call().target().ifPresent(target -> collectReads(target, reads, functions));
                expression.call().args().forEach(argument -> collectReads(argument, reads, functions));
            }
            case LIST -> expression.list().elements().forEach(element -> collectReads(element, reads, functions));
            case SELECT -> collectReads(expression.select().operand(), reads, functions);
            case MAP ->
                expression.map().entries().forEach(entry -> {
                    collectReads(entry.key(), reads, functions);
                    collectReads(entry.value(), reads, functions);
                });
            default -> {}
        }
    }
}
