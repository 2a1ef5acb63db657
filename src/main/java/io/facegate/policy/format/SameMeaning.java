package io.facegate.policy.format;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Semantic comparison of two YAML documents: same keys, values and comments, in any order and layout. */
final class SameMeaning {
    private SameMeaning() {}

    static boolean haveSameMeaning(YamlDocument one, YamlDocument other) {
        return haveSameMeaning(one.root(), other.root()) && one.texts().equals(other.texts());
    }

    private static boolean haveSameMeaning(Node one, Node other) {
        return switch (one) {
            case ScalarNode scalar ->
                other instanceof ScalarNode same
                        && scalar.getValue().equals(same.getValue())
                        && scalar.getTag().equals(same.getTag());
            case SequenceNode list -> other instanceof SequenceNode same && items(list.getValue(), same.getValue());
            case MappingNode mapping ->
                other instanceof MappingNode same && entries(mapping.getValue(), same.getValue());
            default -> false;
        };
    }

    private static boolean items(List<Node> one, List<Node> other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int at = 0; at < one.size(); at++) {
            if (!haveSameMeaning(one.get(at), other.get(at))) {
                return false;
            }
        }
        return true;
    }

    private static boolean entries(List<NodeTuple> one, List<NodeTuple> other) {
        var left = new ArrayList<>(other);
        for (var entry : one) {
            if (!left.removeIf(same -> haveSameMeaning(entry.getKeyNode(), same.getKeyNode())
                    && haveSameMeaning(entry.getValueNode(), same.getValueNode()))) {
                return false;
            }
        }
        return left.isEmpty();
    }
}
