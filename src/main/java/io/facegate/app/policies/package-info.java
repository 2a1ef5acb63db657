/** The policies in force, reloaded when their folder changes. */
@NullMarked
package io.facegate.app.policies;

import org.jspecify.annotations.NullMarked;
