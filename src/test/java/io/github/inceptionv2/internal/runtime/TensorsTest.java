package io.github.inceptionv2.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Tensor;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

class TensorsTest {

  /**
   * TensorFlow's own exceptions do not leave the package. A single size, as JavaCPP retries for ten
   * seconds.
   */
  @Test
  void emptyBytes_tooMany_isANativeException() {
    assertThrows(NativeException.class, () -> Tensors.emptyBytes(1L << 60, 1, 3));
  }

  @Test
  void ofString_anyBytes_areKept() {
    byte[] bytes = {0, -1, 'a', 0};
    try (TString string = Tensors.ofString(bytes)) {
      assertArrayEquals(bytes, string.asBytes().getObject());
    }
    try (TUint8 empty = Tensors.emptyBytes(0, 1, 3)) {
      assertEquals(0, empty.size());
    }
  }

  @Test
  void qint8_isOneSignedBytePerValue() {
    float[] values = {-127, 0, 5, 127};
    try (Tensor tensor = Tensors.of(values, List.of(2L, 2L), DataType.DT_QINT8)) {
      assertEquals(List.of(2L, 2L), tensor.shape().toListOrNull());
      assertArrayEquals(new byte[] {-127, 0, 5, 127}, bytes(tensor));
    }
  }

  /** Ties go to the even number: 1 + 2^-8 becomes 1, and 1 + 3 * 2^-8 becomes 1 + 2^-6. */
  @Test
  void bfloat16_roundsToNearest() {
    float[] values = {1, 1 + 0x1p-8f, 1 + 0x1.8p-8f, 1 + 0x3p-8f, -2, 0};
    int[] expected = {0x3f80, 0x3f80, 0x3f81, 0x3f82, 0xc000, 0};
    try (Tensor tensor = Tensors.of(values, List.of(6L), DataType.DT_BFLOAT16)) {
      assertEquals(List.of(6L, 2L), tensor.shape().toListOrNull());
      ByteBuffer bytes = ByteBuffer.wrap(bytes(tensor)).order(ByteOrder.nativeOrder());
      for (int bits : expected) {
        assertEquals((short) bits, bytes.getShort());
      }
    }
  }

  private static byte[] bytes(Tensor tensor) {
    byte[] bytes = new byte[(int) tensor.numBytes()];
    tensor.asRawTensor().data().read(bytes);
    return bytes;
  }
}
