/** The closed lists of words that rules may use. */
@NullMarked
package io.facegate.policy.vocabulary;

import org.jspecify.annotations.NullMarked;
