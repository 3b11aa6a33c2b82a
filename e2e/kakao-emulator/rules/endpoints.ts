// Every address of Kakao's that the emulator answers, as data: the routes, the faults and the
// READMEs are all held to this table.
import { kapiEndpoints } from "./endpoints-kapi";
import { kauthEndpoints } from "./endpoints-kauth";

export const endpoints = { ...kauthEndpoints, ...kapiEndpoints };

export type EndpointId = keyof typeof endpoints;

export const endpointIds = Object.keys(endpoints) as EndpointId[];
