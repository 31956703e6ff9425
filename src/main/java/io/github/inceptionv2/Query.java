package io.github.inceptionv2;

import io.github.inceptionv2.internal.graph.Role;
import io.github.inceptionv2.internal.runtime.Values;
import java.util.List;
import java.util.function.Function;

/**
 * A computation on each image.
 *
 * @param roles the outputs to compute
 * @param answer turns an image's values, in the order of {@code roles}, into the image's result
 */
record Query<T>(List<Role> roles, Function<List<Values>, T> answer) {

  static <T> Query<T> of(Role role, Function<Values, T> answer) {
    return new Query<>(List.of(role), values -> answer.apply(values.get(0)));
  }
}
