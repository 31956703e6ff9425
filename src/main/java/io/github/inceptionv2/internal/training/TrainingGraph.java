package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.network.Architecture;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.runtime.NumberedOperations;
import io.github.inceptionv2.internal.runtime.Operations;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/**
 * Adds the training operations to a network: loss, gradients, and the update of each trainable
 * variable. The names of the operations are the interface of this class.
 */
final class TrainingGraph {

  static final String LABELS = "training_labels";
  static final String EXAMPLE_WEIGHTS = "training_example_weights";
  static final String LEARNING_RATE = "training_learning_rate";
  static final String LOSS = "training_loss";
  static final String APPLY = "training_apply";

  /** Keeps the quotient in {@link #clip} finite if all gradients are zero. */
  private static final float TINY = 1e-12f;

  private final NetworkGraph network;
  private final StepSettings settings;
  private final Graph graph;
  private final Operations named;
  private final NumberedOperations operations;

  private TrainingGraph(NetworkGraph network, StepSettings settings, Graph graph) {
    this.network = network;
    this.settings = settings;
    this.graph = graph;
    this.named = new Operations(graph);
    this.operations = new NumberedOperations(graph, "training");
  }

  /** Adds the operations to {@code graph}, which holds {@code network} and its slots. */
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
    List<Output<?>> gradients = List.of(graph.addGradients(loss(), handles));
    gradients = settings.clipNorm() > 0 ? clip(gradients) : gradients;
    Output<?> rate = named.placeholder(LEARNING_RATE, DataType.DT_FLOAT);
    OperationBuilder apply = named.begin("NoOp", APPLY);
    for (int i = 0; i < handles.length; i++) {
      List<Output<?>> slots = new ArrayList<>();
      settings.rule().slotVariables(trained.get(i)).forEach(slot -> slots.add(output(slot.name())));
      var update = new UpdateRule.Update(handles[i], slots, rate, gradients.get(i));
      apply.addControlInput(settings.rule().apply(operations, update));
    }
    apply.build();
  }

  /** Returns the mean cross-entropy, with a weight for each example, plus the weight decay. */
  private Output<?> loss() {
    Output<?> labels = named.placeholder(LABELS, DataType.DT_FLOAT, -1, network.classes());
    Output<?> weights = named.placeholder(EXAMPLE_WEIGHTS, DataType.DT_FLOAT, -1);
    Output<?> losses =
        operations.add(
            "SoftmaxCrossEntropyWithLogits", output(network.logits().orElseThrow()), labels);
    Output<?> crossEntropy =
        operations.add("Mean", operations.add("Mul", losses, weights), operations.constant(0));
    return named.add("Add", LOSS, crossEntropy, weightDecay());
  }

  private Output<?> weightDecay() {
    List<Output<?>> terms = new ArrayList<>();
    network.regularizationLosses().forEach(name -> terms.add(output(name)));
    float factor = (float) (settings.weightDecay() / Architecture.WEIGHT_DECAY);
    return operations.add("Mul", operations.addOfList("AddN", terms), operations.constant(factor));
  }

  /** Scales all gradients by the same factor if their joint norm exceeds the limit. */
  private List<Output<?>> clip(List<Output<?>> gradients) {
    List<Output<?>> halfSquares = new ArrayList<>();
    gradients.forEach(gradient -> halfSquares.add(operations.add("L2Loss", gradient)));
    Output<?> squares =
        operations.add("Mul", operations.addOfList("AddN", halfSquares), operations.constant(2f));
    Output<?> norm =
        operations.add("Add", operations.add("Sqrt", squares), operations.constant(TINY));
    Output<?> limit = operations.constant((float) settings.clipNorm());
    Output<?> factor =
        operations.add("Minimum", operations.constant(1f), operations.add("Div", limit, norm));
    List<Output<?>> clipped = new ArrayList<>();
    gradients.forEach(gradient -> clipped.add(operations.add("Mul", gradient, factor)));
    return clipped;
  }

  private Output<?> output(String tensor) {
    return graph.output(tensor);
  }
}
