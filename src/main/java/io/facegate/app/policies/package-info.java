/** Keeps the policies in force while their folder changes. */
@NullMarked
package io.facegate.app.policies;

import org.jspecify.annotations.NullMarked;
