/** Policy vocabulary: attributes, closed lists of words, places, and their display titles. */
@NullMarked
package io.facegate.policy.vocabulary;

import org.jspecify.annotations.NullMarked;
