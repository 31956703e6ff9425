package io.github.inceptionv2.internal.graph;

import io.github.inceptionv2.internal.network.Architecture;
import io.github.inceptionv2.internal.network.NetworkGraph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tensors that a module computes.
 *
 * @param logits shape [batch, classes]; absent in a feature-vector module
 * @param featureVector shape [batch, 1024]; absent if the module offers only logits
 * @param endpoints intermediate tensors by TF-Slim's name, such as {@code Mixed_4e}
 */
public record Roles(
    Optional<Role> logits, Optional<Role> featureVector, Map<String, Role> endpoints) {

  private static final List<Long> ANY_IMAGES = List.of(-1L, -1L, -1L, 3L);

  /** Returns the roles of a graph that this library built. */
  public static Roles of(NetworkGraph network) {
    Map<String, Role> endpoints = new LinkedHashMap<>();
    network
        .endpoints()
        .forEach((name, end) -> endpoints.put(name, role(network, end.tensor(), end.shape())));
    return new Roles(
        network.logits().map(name -> role(network, name, List.of(-1L, (long) network.classes()))),
        Optional.of(
            role(network, network.featureVector(), List.of(-1L, (long) Architecture.FEATURES))),
        endpoints);
  }

  /**
   * Returns these roles, computed by another graph of the network, whose roles are {@code others}.
   */
  public Roles computedBy(Roles others) {
    Map<String, Role> both = new LinkedHashMap<>();
    endpoints.forEach(
        (name, role) ->
            Optional.ofNullable(others.endpoints.get(name))
                .ifPresent(other -> both.put(name, role.computedBy(other))));
    return new Roles(
        logits.flatMap(role -> others.logits.map(role::computedBy)),
        featureVector.flatMap(role -> others.featureVector.map(role::computedBy)),
        both);
  }

  private static Role role(NetworkGraph network, String tensor, List<Long> shape) {
    return new Role(network.images(), ANY_IMAGES, tensor, shape);
  }

  /** Returns all roles. */
  public List<Role> all() {
    List<Role> all = new ArrayList<>(endpoints.values());
    logits.ifPresent(all::add);
    featureVector.ifPresent(all::add);
    return all;
  }

  /** Returns the logits, or the feature vector if there are none. */
  public Role any() {
    return logits.or(() -> featureVector).orElseThrow();
  }
}
