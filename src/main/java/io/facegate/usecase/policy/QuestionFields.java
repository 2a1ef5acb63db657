package io.facegate.usecase.policy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a program says of a made-up call, by the names of {@link PolicyTrialAnswer#FIELDS}. */
public interface QuestionFields {
    /** A text, or null. */
    @Nullable
    String text(String name);

    /** The texts of a list; none if it is absent. */
    List<String> texts(String name);

    /** Lists of texts by their names; none if they are absent. */
    Map<String, List<String>> lists(String name);

    /** A number from 0 to 1, or null. */
    @Nullable
    Double share(String name);

    /** An instant, or null. */
    @Nullable
    Instant moment(String name);
}
