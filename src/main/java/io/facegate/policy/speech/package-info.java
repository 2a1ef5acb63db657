/** The words and sentences of the house as people read them, in each language that it speaks. */
@NullMarked
package io.facegate.policy.speech;

import org.jspecify.annotations.NullMarked;
