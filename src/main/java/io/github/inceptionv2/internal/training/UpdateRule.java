package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.network.Initializer;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.runtime.NumberedOperations;
import java.util.List;
import org.tensorflow.Operation;
import org.tensorflow.Output;

/** A rule for changing a variable by its gradient, using TensorFlow's own apply ops. */
public sealed interface UpdateRule {

  /**
   * Returns the names of the additional values that the rule needs for each variable. These values
   * are part of a checkpoint.
   */
  List<String> slots();

  /**
   * Tensors of one variable's update.
   *
   * @param variable handle of the variable
   * @param slots handles of the slots, in the rule's order
   */
  record Update(
      Output<?> variable, List<Output<?>> slots, Output<?> learningRate, Output<?> gradient) {}

  /** Adds the op that changes a variable. */
  Operation apply(NumberedOperations operations, Update update);

  /** Returns the value to feed as the learning rate in step {@code count}, counted from 1. */
  default double effectiveRate(double learningRate, long count) {
    return learningRate;
  }

  /** Returns the variables that hold the slots of {@code variable}, which start at zero. */
  default List<VariableSpec> slotVariables(VariableSpec variable) {
    return slots().stream()
        .map(
            slot ->
                new VariableSpec(
                    variable.name() + "/" + slot,
                    variable.shape(),
                    false,
                    Initializer.Constant.ZEROS))
        .toList();
  }

  /** Plain stochastic gradient descent. */
  record Sgd() implements UpdateRule {
    @Override
    public List<String> slots() {
      return List.of();
    }

    @Override
    public Operation apply(NumberedOperations operations, Update update) {
      return operations
          .begin(
              "ResourceApplyGradientDescent",
              update.variable(),
              update.learningRate(),
              update.gradient())
          .build();
    }
  }

  /** Momentum as in Sutskever et al. (2013), optionally with Nesterov's look-ahead. */
  record Momentum(double momentum, boolean isNesterov) implements UpdateRule {
    @Override
    public List<String> slots() {
      return List.of("Momentum");
    }

    @Override
    public Operation apply(NumberedOperations operations, Update update) {
      Output<?> share = operations.constant((float) momentum);
      return operations
          .begin(
              "ResourceApplyMomentum",
              update.variable(),
              update.slots().get(0),
              update.learningRate(),
              update.gradient(),
              share)
          .setAttr("use_nesterov", isNesterov)
          .build();
    }
  }

  /** Adam, Kingma and Ba (2015), algorithm 1 in the order of computation of section 2. */
  record Adam(double beta1, double beta2, double epsilon) implements UpdateRule {
    @Override
    public List<String> slots() {
      return List.of("Adam", "Adam_1");
    }

    /** Applies the bias correction that the op would compute from powers of beta. */
    @Override
    public double effectiveRate(double learningRate, long count) {
      return learningRate * Math.sqrt(1 - Math.pow(beta2, count)) / (1 - Math.pow(beta1, count));
    }

    @Override
    public Operation apply(NumberedOperations operations, Update update) {
      Output<?> corrected = operations.constant(0f); // see effectiveRate
      return operations
          .begin(
              "ResourceApplyAdam",
              update.variable(),
              update.slots().get(0),
              update.slots().get(1),
              corrected,
              corrected,
              update.learningRate(),
              operations.constant((float) beta1),
              operations.constant((float) beta2),
              operations.constant((float) epsilon),
              update.gradient())
          .build();
    }
  }
}
