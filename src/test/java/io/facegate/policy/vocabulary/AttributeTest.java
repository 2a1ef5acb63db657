package io.facegate.policy.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AttributeTest {
    /** A fact can be attested more than once, and what nobody attested is not known: it permits nothing. */
    @Test
    void anAttestedFactMayHaveSeveralValuesAndHelpsNobodyWhereItIsAbsent() {
        assertThat(Attribute.sorted(one -> one.isAttested() && one != Attribute.EXEMPTION))
                .hasSizeGreaterThan(10)
                .allSatisfy(attribute -> assertThat(attribute.many()).isEqualTo(Attribute.Many.ALL));
    }

    /** Each exemption is granted by itself: another one takes nothing from it, and none is known to be none. */
    @Test
    void anExemptionCountsBesideOthers() {
        assertThat(Attribute.EXEMPTION.many()).isEqualTo(Attribute.Many.ANY);
    }

    @Test
    void anOrderNamesEachOnceThoseThatComeFirstAndThenTheOthers() {
        var all = Attribute.sorted(attribute -> true, Attribute.PEOPLE, Attribute.CAMERA);
        assertThat(all).startsWith(Attribute.PEOPLE, Attribute.CAMERA, Attribute.ORGANISATION);
        assertThat(all).doesNotHaveDuplicates().containsExactlyInAnyOrder(Attribute.values());
    }
}
