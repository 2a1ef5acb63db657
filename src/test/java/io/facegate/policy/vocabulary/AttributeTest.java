package io.facegate.policy.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AttributeTest {
    /** A fact can be attested more than once, and what nobody attested is not known: it permits nothing. */
    @Test
    void anAttestedFactMayHaveSeveralValuesAndHelpsNobodyWhereItIsAbsent() {
        assertThat(Attribute.sorted(Attribute::isAttested))
                .hasSizeGreaterThan(10)
                .allSatisfy(attribute -> assertThat(attribute.many()).isEqualTo(Attribute.Many.ALL));
    }

    @Test
    void anOrderNamesEachOnceThoseThatComeFirstAndThenTheOthers() {
        var all = Attribute.sorted(attribute -> true, Attribute.PEOPLE, Attribute.CAMERA);
        assertThat(all).startsWith(Attribute.PEOPLE, Attribute.CAMERA, Attribute.ORGANISATION);
        assertThat(all).doesNotHaveDuplicates().containsExactlyInAnyOrder(Attribute.values());
    }
}
