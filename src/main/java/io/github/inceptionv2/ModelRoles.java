package io.github.inceptionv2;

import io.github.inceptionv2.internal.graph.Role;
import io.github.inceptionv2.internal.graph.Roles;
import java.util.Objects;

/** Finds the outputs of a model, or throws an exception that says what the model has instead. */
record ModelRoles(Roles roles, ModelInfo info) {

  Role logits() {
    return roles
        .logits()
        .orElseThrow(
            () ->
                new UnsupportedOperationException(
                    info.source()
                        + " has feature vectors only; to classify, open a classification module"));
  }

  Role featureVector() {
    return roles
        .featureVector()
        .orElseThrow(
            () ->
                new UnsupportedOperationException(
                    info.source() + " has logits only; its signatures: " + info.signatures()));
  }

  Role endpoint(String name) {
    Role role = roles.endpoints().get(Objects.requireNonNull(name, "name"));
    if (role == null) {
      throw new IllegalArgumentException(
          "unknown endpoint \"" + name + "\"; known: " + info.endpoints());
    }
    return role;
  }
}
