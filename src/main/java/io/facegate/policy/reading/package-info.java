/** Policy file readers: YAML in, typed rules or located mistakes out. */
@NullMarked
package io.facegate.policy.reading;

import org.jspecify.annotations.NullMarked;
