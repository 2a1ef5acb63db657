/** The policies in force, reloaded when their folder changes or a newer signed bundle is delivered. */
@NullMarked
package io.facegate.app.policies;

import org.jspecify.annotations.NullMarked;
