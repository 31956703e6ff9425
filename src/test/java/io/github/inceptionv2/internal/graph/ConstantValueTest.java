package io.github.inceptionv2.internal.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

class ConstantValueTest {

  @Test
  void lastValue_isRepeatedToTheEnd() {
    ConstantValue value = ConstantValue.of(constant(4, 1, 2)).orElseThrow();

    assertEquals(List.of(4L), value.shape());
    assertEquals(List.of(1, 2, 2, 2), value.values());
    assertEquals(ConstantValue.of(constant(4, 1, 2, 2, 2)), Optional.of(value));
  }

  @Test
  void constantLongerThanAnyVectorOfTheNetwork_isIgnored() {
    assertEquals(4096, ConstantValue.of(constant(4096, 1)).orElseThrow().values().size());
    assertEquals(Optional.empty(), ConstantValue.of(constant(4097, 1)));
    assertEquals(Optional.empty(), ConstantValue.of(constant(1, 1, 2)));
    assertEquals(Optional.empty(), ConstantValue.of(constant(1)));
  }

  private static NodeDef constant(int size, Integer... values) {
    TensorShapeProto.Dim length = TensorShapeProto.Dim.newBuilder().setSize(size).build();
    TensorProto tensor =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_INT32)
            .setTensorShape(TensorShapeProto.newBuilder().addDim(length))
            .addAllIntVal(List.of(values))
            .build();
    return NodeDef.newBuilder()
        .setOp("Const")
        .putAttr("value", AttrValue.newBuilder().setTensor(tensor).build())
        .build();
  }
}
