package io.github.inceptionv2;

import io.github.inceptionv2.internal.graph.Role;
import io.github.inceptionv2.internal.graph.Roles;
import java.util.Objects;

/** Finds what a model computes, and says what is wrong where it does not. */
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
                    info.source() + " offers logits only; its signatures: " + info.signatures()));
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
