package io.github.inceptionv2.internal.inference;

import io.github.inceptionv2.internal.module.GraphLimits;
import io.github.inceptionv2.internal.module.GraphProof;
import io.github.inceptionv2.internal.module.Module;
import io.github.inceptionv2.internal.module.RefusedGraphException;
import io.github.inceptionv2.internal.module.Role;
import io.github.inceptionv2.internal.module.Roles;
import io.github.inceptionv2.internal.network.Kernels;
import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.runtime.Events;
import io.github.inceptionv2.internal.runtime.GraphSession;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.NativeException;
import io.github.inceptionv2.internal.runtime.NativeScope;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.runtime.Values;
import io.github.inceptionv2.internal.weights.FiniteWeights;
import io.github.inceptionv2.internal.weights.FoldedWeights;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;

/**
 * A module in a session, with all its variables restored.
 *
 * <p>Owns native memory. Safe for several threads, but {@link #close} must come after the last run.
 */
public final class OpenModule implements AutoCloseable {

  private final Module module;
  private final GraphSession session;

  /**
   * What is always computed together. A session keeps oneDNN's layout of the weights once for each
   * set of tensors that it was asked for.
   */
  private final List<Role> together;

  /** Those of a folded network. */
  private final Optional<Kernels> kernels;

  /** Those of a graph that is proven by its numbers. */
  private final Optional<GraphLimits> limits;

  private OpenModule(
      Module module,
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

  /** Opens {@code module} as it is, with as many threads as there are processors. */
  public static OpenModule open(Module module) throws IOException {
    return open(module, SessionConfig.DEFAULT);
  }

  /**
   * Opens {@code module} as it is: its own graph, with variables.
   *
   * @throws ModelFormatException if a value is damaged or not finite, TensorFlow refuses the graph,
   *     or the graph is to be proven by its numbers and these are wrong
   */
  public static OpenModule open(Module module, SessionConfig config) throws IOException {
    VariableRestore restore = new VariableRestore(module.graph());
    GraphSession session = session(module, restore.graph(), config);
    try {
      Optional<GraphLimits> limits = limits(module);
      OpenModule open = new OpenModule(module, session, List.of(), Optional.empty(), limits);
      open.checkTensors();
      open.assign(restore, new FiniteWeights(module.weights())::read, module.variables());
      if (module.proof() == GraphProof.BY_NUMBERS) {
        NumberComparison.check(open, config);
      }
      return open;
    } catch (Throwable e) { // memory may run out too
      NativeScope.closeAfter(e, session);
      throw e;
    }
  }

  /**
   * Opens {@code module}'s network with batch norm folded into its weights, which runs faster and
   * computes the same but for rounding. A module whose own graph may compute something else is
   * opened as it is.
   *
   * @throws ModelFormatException if a value is damaged, or not finite before or after the folding
   * @throws NativeException if TensorFlow refuses the network, which is no fault of the module's
   */
  public static OpenModule openFolded(Module module, SessionConfig config) throws IOException {
    return openFolded(module, config, KernelChoice.of(config));
  }

  static OpenModule openFolded(Module module, SessionConfig config, Kernels kernels)
      throws IOException {
    if (module.proof() == GraphProof.BY_NUMBERS || module.proof() == GraphProof.TRUSTED) {
      return open(module, config);
    }
    NetworkGraph network = NetworkBuilder.buildFolded(module.classes(), kernels);
    Module folded = module.runBy(network);
    VariableRestore restore = new VariableRestore(network.graph());
    GraphSession session = GraphSession.open(restore.graph(), config);
    try {
      Roles roles = folded.roles();
      List<Role> ends =
          Stream.of(roles.logits(), roles.featureVector()).flatMap(Optional::stream).toList();
      OpenModule open =
          new OpenModule(folded, session, ends, Optional.of(kernels), Optional.empty());
      FoldedWeights weights = new FoldedWeights(new FiniteWeights(module.weights()));
      restore.run(session, weights::read, network.variables());
      return open;
    } catch (Throwable e) { // memory may run out too
      NativeScope.closeAfter(e, session);
      throw e;
    }
  }

  private static Optional<GraphLimits> limits(Module module) throws ModelFormatException {
    return module.proof() == GraphProof.BY_NUMBERS
        ? Optional.of(
            new GraphLimits(module.graph(), NetworkBuilder.build(Form.INFERENCE, module.classes())))
        : Optional.empty();
  }

  private static GraphSession session(Module module, GraphDef graph, SessionConfig config)
      throws ModelFormatException {
    try {
      return GraphSession.open(graph, config);
    } catch (NativeException e) {
      throw new ModelFormatException(module.path(), e.getMessage(), e);
    }
  }

  private void assign(
      VariableRestore restore, VariableRestore.Source source, List<VariableSpec> variables)
      throws IOException {
    try {
      restore.run(session, source, variables);
    } catch (NativeException e) {
      throw new ModelFormatException(
          module.path(), "has variables that cannot be set: " + e.getMessage(), e);
    }
  }

  /** Whether batch norm is folded into its weights. */
  public boolean isFolded() {
    return kernels.isPresent();
  }

  /** Whether oneDNN computes it whatever TensorFlow does of itself. */
  public boolean isOneDnn() {
    return kernels.equals(Optional.of(Kernels.ONEDNN));
  }

  /** What was opened. */
  public Module module() {
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

  private void checkTensors() throws ModelFormatException {
    for (Role role : module.roles().all()) {
      check(role.images());
      check(role.tensor());
    }
  }

  private void check(String tensor) throws ModelFormatException {
    int colon = tensor.indexOf(':');
    String operation = colon < 0 ? tensor : tensor.substring(0, colon);
    String output = colon < 0 ? "0" : tensor.substring(colon + 1);
    if (!output.matches("\\d{1,4}") || Integer.parseInt(output) >= session.outputs(operation)) {
      throw new ModelFormatException(
          module.path(), "a signature names tensor " + tensor + ", which the graph does not have");
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
