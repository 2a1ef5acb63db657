/** Answers that wait until people have looked at them, and who these people are. */
@NullMarked
package io.facegate.registry.review;

import org.jspecify.annotations.NullMarked;
