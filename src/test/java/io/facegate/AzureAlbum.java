package io.facegate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

/** The faces that {@link FakeAzureResource} knows: two are of one person when their pictures are the same, byte for byte. */
final class AzureAlbum {
    private static final double SAME = 0.93;
    private static final double OTHER = 0.21;

    private final Map<String, String> byId = new LinkedHashMap<>();
    private final Map<String, Map<String, Persisted>> lists = new TreeMap<>();
    private int sees = 1;

    private record Persisted(String person, String userData) {}

    /** So many faces in every picture from now on, one smaller than the other. */
    void sees(int faces) {
        sees = faces;
    }

    /** The faces of a picture, each as in that sample, which has an id where ids are asked for. */
    List<Map<String, Object>> detect(byte[] picture, Map<String, Object> sample) {
        var faces = new ArrayList<Map<String, Object>>();
        for (int at = sees - 1; at >= 0; at--) {
            var face = new LinkedHashMap<>(sample);
            face.put("faceRectangle", Map.of("left", at, "top", 1, "width", sees - at, "height", sees - at));
            if (face.containsKey("faceId")) {
                var id = UUID.randomUUID().toString();
                byId.put(id, person(picture, at));
                face.put("faceId", id);
            }
            faces.add(face);
        }
        return faces;
    }

    private static String person(byte[] picture, int at) {
        return at + ":" + Arrays.hashCode(picture);
    }

    double alike(String one, String other) {
        return Objects.equals(byId.get(one), byId.get(other)) ? SAME : OTHER;
    }

    /** Those of a list that are taken for the same person. */
    List<Map<String, Object>> similar(String id, String list, int most) {
        return lists.getOrDefault(list, Map.of()).entrySet().stream()
                .filter(one -> one.getValue().person.equals(byId.get(id)))
                .limit(most)
                .map(one -> Map.<String, Object>of("persistedFaceId", one.getKey(), "confidence", SAME))
                .toList();
    }

    /** @param target the box of the face that is meant, or null where there is one only */
    String add(String list, byte[] picture, String target, String userData) {
        var id = UUID.randomUUID().toString();
        int at = target == null ? 0 : Integer.parseInt(target.replaceFirst(",.*", ""));
        lists.computeIfAbsent(list, name -> new TreeMap<>()).put(id, new Persisted(person(picture, at), userData));
        return id;
    }

    void remove(String list, String id) {
        lists.computeIfPresent(list, (name, faces) -> {
            faces.remove(id);
            return faces;
        });
    }

    void erase(String list) {
        lists.remove(list);
    }

    List<Map<String, Object>> list(String list) {
        return lists.getOrDefault(list, Map.of()).entrySet().stream()
                .map(one -> {
                    Map<String, Object> face = new LinkedHashMap<>();
                    face.put("persistedFaceId", one.getKey());
                    if (one.getValue().userData != null) {
                        face.put("userData", one.getValue().userData);
                    }
                    return face;
                })
                .toList();
    }
}
