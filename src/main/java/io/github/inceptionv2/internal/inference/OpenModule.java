package io.github.inceptionv2.internal.inference;

import io.github.inceptionv2.internal.graph.GraphLimits;
import io.github.inceptionv2.internal.graph.RefusedGraphException;
import io.github.inceptionv2.internal.graph.Role;
import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.network.Kernels;
import io.github.inceptionv2.internal.network.NumberType;
import io.github.inceptionv2.internal.runtime.Events;
import io.github.inceptionv2.internal.runtime.GraphSession;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.NativeException;
import io.github.inceptionv2.internal.runtime.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat32;

/**
 * A module in a session, with all its variables restored.
 *
 * <p>Owns native memory. Safe for several threads, but {@link #close} must come after the last run.
 */
public final class OpenModule implements AutoCloseable {

  private final InceptionModule module;
  private final GraphSession session;

  /**
   * Roles that are always computed together. A session keeps oneDNN's layout of the weights once
   * for each set of tensors that it was asked for.
   */
  private final List<Role> together;

  /** The kernels of a folded network. */
  private final Optional<Kernels> kernels;

  /** The limits of a graph that is not one built here. */
  private final Optional<GraphLimits> limits;

  /** {@code session} belongs to this from now on. */
  OpenModule(
      InceptionModule module,
      GraphSession session,
      List<Role> together,
      Optional<Kernels> kernels,
      Optional<GraphLimits> limits) {
    this.module = module;
    this.session = session;
    this.together = together;
    this.kernels = kernels;
    this.limits = limits;
  }

  /** Returns whether batch norm is folded into the weights. */
  public boolean isFolded() {
    return kernels.isPresent();
  }

  /** Returns whether the network names oneDNN kernels, independent of TensorFlow's default. */
  public boolean isOneDnn() {
    return kernels.isPresent() && kernels.get().isOneDnn();
  }

  /** Returns the numbers that the network computes with. */
  public NumberType numbers() {
    return kernels.map(Kernels::type).orElse(NumberType.FLOAT32);
  }

  /** Returns the module in this session. */
  public InceptionModule module() {
    return module;
  }

  /**
   * Computes {@code roles}, together if they take their images from the same tensor.
   *
   * @param images stay the caller's
   * @return the numbers for each role, in the same order
   * @throws IllegalArgumentException if the module's own graph does not take such images
   */
  public List<Values> run(ImageBatch images, List<Role> roles) {
    return roles.stream().map(Role::images).distinct().count() == 1
        ? runTogether(images, roles)
        : roles.stream().flatMap(role -> runTogether(images, List.of(role)).stream()).toList();
  }

  private List<Values> runTogether(ImageBatch images, List<Role> roles) {
    checkTaken(roles, images.tensor().shape().toListOrNull());
    List<Role> computed = together.containsAll(roles) ? together : roles;
    List<String> fetches = computed.stream().map(Role::tensor).toList();
    List<Values> values = new ArrayList<>();
    try (Result result = run(images, roles.get(0).images(), fetches)) {
      for (Role role : roles) {
        Tensor tensor = result.get(computed.indexOf(role));
        values.add(values(role, tensor, images.count()));
      }
    }
    return values;
  }

  private void checkTaken(List<Role> roles, List<Long> images) {
    refusal(roles, images)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(
                  module.path() + " does not take images of shape " + images + ": " + reason);
            });
  }

  /** Says why {@code roles} are not computed from images of this shape; empty if they are. */
  Optional<String> refusal(List<Role> roles, List<Long> images) {
    try {
      limits.ifPresent(one -> one.check(roles, images));
      return Optional.empty();
    } catch (RefusedGraphException e) {
      return Optional.of(e.getMessage());
    }
  }

  private Result run(ImageBatch images, String input, List<String> fetches) {
    Map<String, Tensor> feeds = Map.of(input, images.tensor());
    if (!Events.areRecorded()) {
      return session.run(feeds, fetches, List.of());
    }
    Events.Run event = new Events.Run();
    event.images = images.count();
    event.height = images.height();
    event.width = images.width();
    event.begin();
    Result result = session.run(feeds, fetches, List.of());
    event.commit();
    return result;
  }

  /** A graph may compute something else than its signature promises. */
  private Values values(Role role, Tensor tensor, int count) {
    List<Long> shape = tensor.shape().toListOrNull();
    List<Long> promise = role.shape(); // empty where a signature leaves it open
    boolean isPromised =
        tensor instanceof TFloat32
            && !shape.isEmpty()
            && shape.get(0) == count
            && (promise.isEmpty() || promise.size() == shape.size());
    for (int i = 1; isPromised && i < promise.size(); i++) {
      isPromised = promise.get(i) < 0 || promise.get(i).equals(shape.get(i));
    }
    if (!isPromised) {
      throw new NativeException(
          module.path()
              + " answers "
              + tensor.dataType()
              + " of shape "
              + shape
              + " for "
              + role.tensor()
              + ", its signature promises "
              + promise,
          null);
    }
    return Values.of((TFloat32) tensor);
  }

  @Override
  public void close() {
    session.close();
  }
}
