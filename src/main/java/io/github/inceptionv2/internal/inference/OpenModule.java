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
 * <p>Owns native memory. Thread-safe, but {@link #close} must come after the last run.
 */
public final class OpenModule implements AutoCloseable {

  private final InceptionModule module;
  private final GraphSession session;

  /**
   * Roles that are always computed together, because a session stores one copy of the weights in
   * oneDNN's layout for each set of fetched tensors.
   */
  private final List<Role> together;

  /** The kernels of a folded network. */
  private final Optional<Kernels> kernels;

  /** The limits of a graph that this library did not build. */
  private final Optional<GraphLimits> limits;

  /** Takes ownership of {@code session}. */
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

  /** Returns true if batch norm is folded into the weights. */
  public boolean isFolded() {
    return kernels.isPresent();
  }

  /**
   * Returns whether oneDNN computes the convolutions; empty if TensorFlow chooses when it runs
   * them.
   */
  public Optional<Boolean> isOneDnn() {
    return kernels
        .filter(one -> one != Kernels.SEPARATE && one != Kernels.FUSED)
        .map(Kernels::isOneDnn);
  }

  /** Returns the number type that the network computes with. */
  public NumberType numbers() {
    return kernels.map(Kernels::type).orElse(NumberType.FLOAT32);
  }

  /** Returns the module in this session. */
  public InceptionModule module() {
    return module;
  }

  /**
   * Computes {@code roles}, in one run if all roles read images from the same tensor.
   *
   * @param images closed by the caller
   * @return the numbers for each role, in the order of {@code roles}
   * @throws IllegalArgumentException if the module's own graph does not accept images of this shape
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
                  module.path() + " does not accept images of shape " + images + ": " + reason);
            });
  }

  /**
   * Returns the reason why {@code roles} cannot be computed from images of this shape; empty if all
   * roles can be computed.
   */
  Optional<String> refusal(List<Role> roles, List<Long> images) {
    try {
      limits.ifPresent(limit -> limit.check(roles, images));
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

  /**
   * Checks and returns a tensor's values; a graph's results may differ from what its signature
   * promises.
   */
  private Values values(Role role, Tensor tensor, int count) {
    List<Long> shape = tensor.shape().toListOrNull();
    List<Long> promise = role.shape(); // empty if the signature leaves the shape open
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
              + " returns "
              + tensor.dataType()
              + " of shape "
              + shape
              + " for "
              + role.tensor()
              + ", but its signature promises "
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
