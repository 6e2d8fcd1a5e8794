/**
 * Stands for a header of TensorFlow that tensorflow/c/kernels.h includes and the set-up does not keep. A slim build asks
 * for no rendezvous, whose header is not kept either.
 */
#pragma once
#define IS_SLIM_BUILD
