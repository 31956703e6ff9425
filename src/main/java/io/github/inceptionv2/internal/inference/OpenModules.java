package io.github.inceptionv2.internal.inference;

import io.github.inceptionv2.internal.graph.GraphLimits;
import io.github.inceptionv2.internal.graph.GraphProof;
import io.github.inceptionv2.internal.graph.Role;
import io.github.inceptionv2.internal.graph.Roles;
import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.network.ActivationRanges;
import io.github.inceptionv2.internal.network.Kernels;
import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import io.github.inceptionv2.internal.network.NumberType;
import io.github.inceptionv2.internal.runtime.GraphSession;
import io.github.inceptionv2.internal.runtime.NativeException;
import io.github.inceptionv2.internal.runtime.NativeScope;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.weights.EstimatedRanges;
import io.github.inceptionv2.internal.weights.FiniteWeights;
import io.github.inceptionv2.internal.weights.FoldedWeights;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import io.github.inceptionv2.internal.weights.QuantizedWeights;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tensorflow.proto.GraphDef;

/** Opens modules in sessions. */
public final class OpenModules {

  private OpenModules() {}

  /** Opens {@code module} unchanged, with as many threads as there are processors. */
  public static OpenModule open(InceptionModule module) throws IOException {
    return open(module, SessionConfig.DEFAULT);
  }

  /**
   * Opens {@code module} unchanged: its own graph, with variables.
   *
   * @throws ModelFormatException if a value is damaged or not finite, TensorFlow rejects the graph,
   *     or the graph must be verified by its results and they are incorrect
   */
  public static OpenModule open(InceptionModule module, SessionConfig config) throws IOException {
    VariableRestore restore = new VariableRestore(module.computation().graph());
    GraphSession session = session(module, restore.graph(), config);
    try {
      Optional<GraphLimits> limits = limits(module);
      OpenModule open = new OpenModule(module, session, List.of(), Optional.empty(), limits);
      checkTensors(module, session);
      assign(module, session, restore);
      if (module.computation().proof() == GraphProof.UNPROVEN) {
        compare(open, config);
      }
      return open;
    } catch (Throwable e) { // also OutOfMemoryError
      NativeScope.closeAfter(e, session);
      throw e;
    }
  }

  /**
   * Opens {@code module}'s network with batch norm folded into its weights. The folded network runs
   * faster, and its results differ only by rounding. A module whose own graph may compute something
   * else is opened unchanged.
   *
   * @param wish the number type to compute with, if available
   * @throws ModelFormatException if a value is damaged, or not finite before or after folding
   * @throws NativeException if TensorFlow rejects the network, which is not the module's fault, or
   *     the number type is required but not available
   */
  public static OpenModule openFolded(
      InceptionModule module, SessionConfig config, PrecisionRequest wish) throws IOException {
    if (!isReplaceable(module)) {
      if (wish.type() != NumberType.FLOAT32) {
        wish.refuse("the model runs the module's own graph, which may compute something else");
      }
      return open(module, config);
    }
    return openFolded(module, config, KernelChoice.of(config, wish));
  }

  /** Opens the folded network in float32. */
  public static OpenModule openFolded(InceptionModule module, SessionConfig config)
      throws IOException {
    return openFolded(module, config, PrecisionRequest.FLOAT32);
  }

  /** Returns true if this library's network computes what the module's graph computes. */
  public static boolean isReplaceable(InceptionModule module) {
    GraphProof proof = module.computation().proof();
    return proof != GraphProof.UNPROVEN && proof != GraphProof.TRUSTED;
  }

  static OpenModule openFolded(InceptionModule module, SessionConfig config, Kernels kernels)
      throws IOException {
    if (!isReplaceable(module)) {
      return open(module, config);
    }
    FoldedWeights weights = new FoldedWeights(new FiniteWeights(module.weights()));
    NetworkGraph network = network(module, kernels);
    InceptionModule folded = module.runBy(network);
    VariableRestore.Source source = source(weights, kernels);
    SmallConstants constants =
        kernels.type() == NumberType.INT8
            ? SmallConstants.in(network.graph(), network.variables(), source)
            : new SmallConstants(network.graph(), network.variables());
    VariableRestore restore = new VariableRestore(constants.graph());
    GraphSession session = GraphSession.open(restore.graph(), config);
    try {
      Roles roles = folded.roles();
      List<Role> ends =
          Stream.of(roles.logits(), roles.featureVector()).flatMap(Optional::stream).toList();
      OpenModule open =
          new OpenModule(folded, session, ends, Optional.of(kernels), Optional.empty());
      restore.run(session, source, constants.variables());
      return open;
    } catch (Throwable e) { // also OutOfMemoryError
      NativeScope.closeAfter(e, session);
      throw e;
    }
  }

  private static NetworkGraph network(InceptionModule module, Kernels kernels) throws IOException {
    return kernels.type() == NumberType.INT8
        ? NetworkBuilder.buildQuantized(module.classes(), ranges(module), kernels)
        : NetworkBuilder.buildFolded(module.classes(), kernels);
  }

  private static ActivationRanges ranges(InceptionModule module) throws IOException {
    return module.ranges().isPresent()
        ? module.ranges().get()
        : EstimatedRanges.of(module.weights());
  }

  private static VariableRestore.Source source(FoldedWeights weights, Kernels kernels) {
    return kernels.type() == NumberType.INT8
        ? new QuantizedWeights(weights::read, kernels.greatestWeight())::read
        : weights::read;
  }

  private static Optional<GraphLimits> limits(InceptionModule module) throws ModelFormatException {
    return module.computation().proof() == GraphProof.UNPROVEN
        ? Optional.of(
            new GraphLimits(
                module.computation().graph(),
                NetworkBuilder.build(Form.INFERENCE, module.classes())))
        : Optional.empty();
  }

  private static GraphSession session(InceptionModule module, GraphDef graph, SessionConfig config)
      throws ModelFormatException {
    try {
      return GraphSession.open(graph, config);
    } catch (NativeException e) {
      if (e.kind() != NativeException.Kind.RUN) {
        throw e;
      }
      throw new ModelFormatException(module.path(), e.getMessage(), e);
    }
  }

  private static void assign(InceptionModule module, GraphSession session, VariableRestore restore)
      throws IOException {
    FiniteWeights weights = new FiniteWeights(module.weights());
    try {
      restore.run(session, weights::read, module.variables());
    } catch (NativeException e) {
      throw new ModelFormatException(
          module.path(), "has variables that cannot be set: " + e.getMessage(), e);
    }
  }

  /** Compares the module {@code open} with this library's network for the same weights. */
  private static void compare(OpenModule open, SessionConfig config) throws IOException {
    try (OpenModule reference = open(open.module().inOurGraph(), config)) {
      OutputComparison.check(open, reference);
    }
  }

  private static void checkTensors(InceptionModule module, GraphSession session)
      throws ModelFormatException {
    for (Role role : module.roles().all()) {
      check(role.images(), module, session);
      check(role.tensor(), module, session);
    }
  }

  private static void check(String tensor, InceptionModule module, GraphSession session)
      throws ModelFormatException {
    int colon = tensor.indexOf(':');
    String operation = colon < 0 ? tensor : tensor.substring(0, colon);
    String output = colon < 0 ? "0" : tensor.substring(colon + 1);
    if (!output.matches("\\d{1,4}") || Integer.parseInt(output) >= session.outputs(operation)) {
      throw new ModelFormatException(
          module.path(), "a signature names tensor " + tensor + ", which the graph does not have");
    }
  }
}
