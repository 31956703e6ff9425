package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.network.Architecture;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.VariableSpec;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * Adds to a network what trains it: loss, gradients, update of each trainable variable. The names
 * are its interface.
 */
final class TrainingGraph {

  static final String LABELS = "training_labels";
  static final String EXAMPLE_WEIGHTS = "training_example_weights";
  static final String LEARNING_RATE = "training_learning_rate";
  static final String LOSS = "training_loss";
  static final String APPLY = "training_apply";

  /** Keeps the quotient of the clipping finite where all gradients are zero. */
  private static final float TINY = 1e-12f;

  private final NetworkGraph network;
  private final StepSettings settings;
  private final Graph graph;
  private final Ops tf;

  private TrainingGraph(NetworkGraph network, StepSettings settings, Graph graph) {
    this.network = network;
    this.settings = settings;
    this.graph = graph;
    this.tf = Ops.create(graph);
  }

  /** Adds to {@code graph}, which holds {@code network} and its slots. */
  static void add(NetworkGraph network, StepSettings settings, Graph graph) {
    new TrainingGraph(network, settings, graph).add();
  }

  private void add() {
    List<VariableSpec> trained =
        network.variables().stream().filter(VariableSpec::trainable).toList();
    Output<?>[] handles =
        trained.stream().map(variable -> output(variable.name())).toArray(Output<?>[]::new);
    // A gradient with respect to a handle is the sum over all reads of the variable: by its layer
    // and by its weight decay.
    List<Operand<TFloat32>> gradients = new ArrayList<>();
    for (Output<?> gradient : graph.addGradients(loss().asOutput(), handles)) {
      gradients.add(floats(gradient));
    }
    gradients = settings.clipNorm() > 0 ? clip(gradients) : gradients;
    Operand<TFloat32> rate = scalar(LEARNING_RATE);
    List<Op> updates = new ArrayList<>();
    for (int i = 0; i < handles.length; i++) {
      List<Operand<?>> slots = new ArrayList<>();
      settings.rule().slotVariables(trained.get(i)).forEach(slot -> slots.add(output(slot.name())));
      updates.add(settings.rule().apply(tf, handles[i], slots, rate, gradients.get(i)));
    }
    tf.withControlDependencies(updates).withName(APPLY).noOp();
  }

  /** The mean cross-entropy, each example weighed, and the weight decay. */
  private Operand<TFloat32> loss() {
    Operand<TFloat32> labels =
        tf.withName(LABELS)
            .placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, network.classes())));
    Operand<TFloat32> weights =
        tf.withName(EXAMPLE_WEIGHTS).placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
    Operand<TFloat32> losses =
        tf.nn
            .softmaxCrossEntropyWithLogits(floats(output(network.logits().orElseThrow())), labels)
            .loss();
    Operand<TFloat32> crossEntropy = tf.math.mean(tf.math.mul(losses, weights), tf.constant(0));
    return tf.withName(LOSS).math.add(crossEntropy, weightDecay());
  }

  private Operand<TFloat32> weightDecay() {
    List<Operand<TFloat32>> terms = new ArrayList<>();
    network.regularizationLosses().forEach(name -> terms.add(floats(output(name))));
    float factor = (float) (settings.weightDecay() / Architecture.WEIGHT_DECAY);
    return tf.math.mul(tf.math.addN(terms), tf.constant(factor));
  }

  /** Shortens all gradients by one factor, if together they are longer than is allowed. */
  private List<Operand<TFloat32>> clip(List<Operand<TFloat32>> gradients) {
    List<Operand<TFloat32>> halfSquares = new ArrayList<>();
    gradients.forEach(gradient -> halfSquares.add(tf.nn.l2Loss(gradient)));
    Operand<TFloat32> norm = tf.math.sqrt(tf.math.mul(tf.math.addN(halfSquares), tf.constant(2f)));
    Operand<TFloat32> limit = tf.constant((float) settings.clipNorm());
    Operand<TFloat32> factor =
        tf.math.minimum(tf.constant(1f), tf.math.div(limit, tf.math.add(norm, tf.constant(TINY))));
    List<Operand<TFloat32>> clipped = new ArrayList<>();
    gradients.forEach(gradient -> clipped.add(tf.math.mul(gradient, factor)));
    return clipped;
  }

  private Operand<TFloat32> scalar(String name) {
    return tf.withName(name).placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
  }

  private Output<?> output(String tensor) {
    return graph.output(tensor);
  }

  /** All tensors of this network are float32; the imported graph does not say so to Java. */
  @SuppressWarnings("unchecked")
  private static Operand<TFloat32> floats(Output<?> output) {
    return (Output<TFloat32>) output;
  }
}
